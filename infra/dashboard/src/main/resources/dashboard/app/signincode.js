// What a link brought, in the fragment: a single-use code (#token_hash=…), a session (#access_token=…) or why there is none
// (#error_description=…). Read before any other module looks at the address, and taken out of it and of the browser's history at
// once: until it is used it is as good as a password.
const found = new URLSearchParams(location.hash.slice(1));

export const code = found.get('token_hash');
/** { token, type } */
export const brought = found.has('access_token') ? { token: found.get('access_token'), type: found.get('type') } : null;
export const refusal = found.get('error_description');

if (code || brought || refusal) {
  history.replaceState(null, '', location.pathname + location.search + (brought?.type === 'recovery' ? '#/account' : ''));
}
