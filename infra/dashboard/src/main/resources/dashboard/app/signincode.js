// What a link, or the way to a provider and back, brought in the fragment: a single-use code (#token_hash=…), a session
// (#access_token=…), why there is none (#error_description=…), or what was done without one (#message=…). Read before any other module looks at the address, and taken out of it and of the browser's history at
// once: until it is used it is as good as a password.
const found = new URLSearchParams(location.hash.slice(1));

export const code = found.get('token_hash');
/** { token, type } */
export const brought = found.has('access_token') ? { token: found.get('access_token'), type: found.get('type') } : null;
export const refusal = found.get('error_description');
export const note = found.get('message');

if (code || brought || refusal || note) {
  history.replaceState(null, '', location.pathname + location.search + (brought?.type === 'recovery' || note ? '#/account' : ''));
}
