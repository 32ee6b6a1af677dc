// The single-use code of a sign-in link, #token_hash=… Read before any other module looks at the address, and
// taken out of it and of the browser's history at once: until it is used it is as good as a password.
export const code = takeCode();

function takeCode() {
  const found = new URLSearchParams(location.hash.slice(1)).get('token_hash');
  if (found) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return found;
}
