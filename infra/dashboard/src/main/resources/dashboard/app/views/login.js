// A command line asks to act as whoever is signed in here: by this browser (#/authorize/<name>), or by a code that it shows
// somewhere else (#/device). The person compares and decides.
import { h, tags, useEffect, useState } from '../elements.js';
import { post, read } from '../api.js';
import { ActionButton } from '../parts/button.js';
import { Field } from '../parts/dialog.js';
import { Loading } from '../parts/states.js';
import { go, toDevice } from '../router.js';
import { session } from '../session.js';
import { useStore } from '../store.js';
import { moment } from '../time.js';

const { section, div, form, h1, p, dl, dt, dd, span, strong, code: literal, button } = tags;

const PLACES = {
  your_address: 'the same address as yours', this_machine: 'the machine that Rickyard runs on', private_network: 'a private network', elsewhere: 'somewhere else than you',
  unknown: 'not known',
};

const letters = (text) => text.toUpperCase().replace(/[^A-Z]/g, '');
const grouped = (text) => `${letters(text).slice(0, 4)}-${letters(text).slice(4)}`;

/** Where a code is typed that a command line shows. */
export function Device({ code }) {
  const [typed, setTyped] = useState('');
  if (code) {
    return h(Decision, { name: code, code: grouped(code) });
  }
  const submit = (event) => {
    event.preventDefault();
    go(toDevice(grouped(typed)));
  };
  return section({ 'aria-labelledby': 'device-title', 'data-testid': 'device-page' },
    h1({ id: 'device-title' }, 'Let a command line in'),
    form({ class: 'panel', onSubmit: submit },
      h(Field, { id: 'user-code', title: 'The code that it shows', required: true, autofocus: true, autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, value: typed, onInput: (event) => setTyped(event.target.value) }),
      div({}, button({ type: 'submit', class: 'button primary', disabled: letters(typed).length !== 8, 'data-testid': 'user-code-submit' }, 'Go on'))));
}

/** Who asks, and the two answers. `code` is what the command line shows, where it shows one. */
export function Decision({ name, code = null }) {
  const { user } = useStore(session);
  const [asked, setAsked] = useState(null);
  const [error, setError] = useState(null);
  const [answer, setAnswer] = useState(null);
  const path = `/v1/login/requests/${encodeURIComponent(name)}`;
  useEffect(() => {
    read(path).then(setAsked, setError);
  }, [path]);
  const decide = (what) => async () => {
    const { data } = await post(`${path}/${what}`);
    setAnswer(what);
    if (data?.location) {
      location.replace(data.location); // to the command line, which waits on this machine
    }
  };
  return section({ 'aria-labelledby': 'login-title', 'data-testid': 'login-page' },
    h1({ id: 'login-title' }, 'Let a command line in'),
    error && div({ class: 'notice tone-bad', role: 'alert', 'data-testid': 'login-error' }, p({}, error.message)),
    !asked && !error && h(Loading, { what: 'request' }),
    asked && answer && div({ class: 'panel', role: 'status', 'data-testid': 'login-answer' },
      p({}, answer === 'approve' ? `The command line on ${asked.host} is let in. You can close this page.` : 'Refused. Nobody was let in.')),
    asked && !answer && asked.decided && div({ class: 'notice', role: 'status' }, p({}, 'This was decided already.')),
    asked && !answer && !asked.decided && div({ class: 'panel' },
      p({}, strong({}, asked.client), ' on ', strong({ 'data-testid': 'login-host' }, asked.host), ' asks to act as ', strong({}, user?.email ?? 'you'), ', with all of your rights, until its token is revoked.'),
      code && p({}, 'It has to show this code: ', literal({ 'data-testid': 'login-code', class: 'strong' }, code)),
      dl({ class: 'facts' },
        dt({}, 'Address'), dd({ 'data-testid': 'login-address' }, asked.address ?? 'not known'),
        dt({}, 'Place'), dd({ 'data-testid': 'login-place' }, PLACES[asked.place] ?? asked.place),
        dt({}, 'Program'), dd({}, asked.agent ?? 'not known'),
        dt({}, 'Asked'), dd({}, moment(asked.asked_at))),
      p({ class: 'hint' }, 'The name of the machine is what it says itself. ', span({}, 'Approve only what you have begun yourself, just now.')),
      div({ class: 'head-end' },
        h(ActionButton, { label: 'Approve', kind: 'primary', testid: 'login-approve', action: decide('approve') }),
        h(ActionButton, { label: 'Refuse', testid: 'login-refuse', action: decide('refuse') }))));
}
