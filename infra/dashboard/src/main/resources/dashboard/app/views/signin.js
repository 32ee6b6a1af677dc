// Signing in with email and password; the link from infra/up never gets here unless it is refused.
import { h, tags, useState } from '../elements.js';
import { query, read } from '../api.js';
import { ActionButton } from '../parts/button.js';
import { ThemeButton } from '../parts/shell.js';
import { Field } from '../parts/dialog.js';
import { useReading } from '../reading.js';
import { resume, session, signIn } from '../session.js';
import { useStore } from '../store.js';

const { main, form, h1, p, button, img, div, code: literal } = tags;

export function SignIn() {
  const { notice, state, token } = useStore(session);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState(token ? '' : null); // asked for once the password was right and there is a second factor
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const proof = token ? { access_token: token } : { email: email.trim(), password };
      await signIn(code === null ? proof : { ...proof, code: code.trim() });
    } catch (failure) {
      if (failure.code === 'second_factor_needed') {
        setCode('');
      } else {
        setError(failure);
      }
      setBusy(false);
    }
  };

  return main({ class: 'signin', id: 'content' },
    div({ class: 'signin-theme' }, h(ThemeButton)),
    form({ class: 'signin-card', onSubmit: submit, 'data-testid': 'signin' },
      img({ src: 'icon.svg', alt: '', width: 44, height: 44 }),
      h1({}, 'Sign in to Rickyard'),
      state === 'unreachable'
        ? div({ class: 'notice tone-bad', role: 'alert' }, p({}, notice), button({ type: 'button', class: 'button', onClick: resume }, 'Try again'))
        : notice && p({ class: 'notice', role: 'status', 'data-testid': 'signin-notice' }, notice),
      !token && h(Field, { id: 'email', title: 'Email', type: 'email', autocomplete: 'username', required: true, autofocus: true, value: email, onInput: (event) => setEmail(event.target.value) }),
      !token && h(Field, { id: 'password', title: 'Password', type: 'password', autocomplete: 'current-password', required: true, value: password, onInput: (event) => setPassword(event.target.value) }),
      code !== null && h(Field, { id: 'signin-code', title: 'Code of your app', inputmode: 'numeric', autocomplete: 'one-time-code', required: true, autofocus: true, value: code, onInput: (event) => setCode(event.target.value) }),
      error && p({ class: 'notice tone-bad', role: 'alert', 'data-testid': 'signin-error' }, error.message),
      button({ type: 'submit', class: 'button primary wide', disabled: busy, 'aria-busy': busy ? 'true' : null, 'data-testid': 'signin-submit' }, busy ? 'Signing in…' : 'Sign in'),
      !token && h(Providers),
      p({ class: 'hint' }, 'Lost the password? On the machine Rickyard runs on: ', literal({}, 'rickyard admin reset-password'))));
}

/** Accounts elsewhere that sign in here. The address comes from the installation: it binds the browser under the name that it is reached by. */
function Providers() {
  const { data } = useReading('/auth/v1/settings', 60_000);
  const list = data?.providers ?? [];
  const go = (name) => async () => location.assign((await read(`/auth/v1/authorize${query({ provider: name, skip_http_redirect: 'true' })}`)).url);
  return list.length > 0 && div({ class: 'signin-providers', role: 'group', 'aria-label': 'Sign in with an account elsewhere' },
    list.map(({ name, display_name: title }) => h(ActionButton, { key: name, label: `Continue with ${title}`, kind: 'wide', testid: `signin-${name}`, action: go(name) })));
}
