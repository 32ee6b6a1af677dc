// One's own account: where one is signed in, second factors, accounts elsewhere that open it, the password.
import { h, tags, useState } from '../elements.js';
import { post, put, remove } from '../api.js';
import { tell } from '../parts/announce.js';
import { ActionButton } from '../parts/button.js';
import { Dialog, Field } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { Failed, Loading } from '../parts/states.js';
import { useReading } from '../reading.js';
import { ago, moment, useNow } from '../time.js';

const { section, div, h1, h2, p, img, code, span, table, thead, tbody, tr, th, td, time } = tags;

const METHODS = {
  password: 'password', otp: 'mail', magiclink: 'link', 'email/signup': 'confirmed address', recovery: 'recovery mail', invite: 'invitation',
  email_change: 'changed address', oauth: 'account elsewhere', anonymous: 'none',
};

export function Account() {
  return section({ 'aria-labelledby': 'account-title', 'data-testid': 'account-page' },
    div({ class: 'head' }, div({}, h1({ id: 'account-title' }, 'Account'), p({ class: 'faint' }, 'Where you are signed in, and what proves that it is you.'))),
    h(Sessions), h(Factors), h(Identities), h(Password));
}

function Sessions() {
  const now = useNow();
  const { data, error, load } = useReading('/v1/sessions');
  return div({ class: 'panel' }, h2({}, 'Sessions'),
    error && h(Failed, { error, again: load }),
    !data && !error && h(Loading, { what: 'sessions' }),
    data && div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'sessions' },
      thead({}, tr({}, th({ scope: 'col' }, 'Device'), th({ scope: 'col' }, 'Address'), th({ scope: 'col' }, 'Proof'), th({ scope: 'col' }, 'Since'), th({ scope: 'col' }, 'Last used'),
        th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
      tbody({}, data.data.map((session) => h(Session, { key: session.id, session, now, load }))))));
}

function Session({ session, now, load }) {
  const end = async () => {
    await remove(`/v1/sessions/${encodeURIComponent(session.id)}`);
    tell('That session has ended.');
    await load();
  };
  return tr({ 'data-testid': session.current ? 'session-current' : 'session-other' },
    td({ class: 'cell-name' }, span({ class: 'strong' }, device(session.device)), session.current && span({ class: 'faint' }, ' (this one)')),
    td({ 'data-label': 'Address' }, session.address ?? span({ class: 'faint' }, '–')),
    td({ 'data-label': 'Proof' }, `${METHODS[session.method] ?? session.method}${session.assurance === 'aal2' ? ' and app' : ''}`),
    td({ 'data-label': 'Since', class: 'number' }, time({ datetime: session.created_at, title: moment(session.created_at) }, ago(session.created_at, now))),
    td({ 'data-label': 'Last used', class: 'number' }, time({ datetime: session.last_used_at, title: moment(session.last_used_at) }, ago(session.last_used_at, now))),
    td({ class: 'cell-actions' }, !session.current && h(ActionButton, { label: 'End', icon: icon('cross'), kind: 'quiet', testid: 'end-session', action: end })));
}

/** Enough of a User-Agent to know the device again. */
function device(agent) {
  const program = /(Firefox|Edg|Chrome|Safari)\/[\d.]+/.exec(agent ?? '')?.[1];
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent ?? '')?.[0];
  if (program && system) {
    return `${program === 'Edg' ? 'Edge' : program} on ${system}`;
  }
  return agent ?? 'unknown';
}

function Factors() {
  const { data, error, load } = useReading('/v1/account/factors');
  const [adding, setAdding] = useState(null);
  const begin = async () => setAdding((await post('/v1/account/factors', { name: `app ${new Date().toISOString().slice(0, 19)}` })).data);
  const drop = (factor) => async () => {
    await remove(`/v1/account/factors/${encodeURIComponent(factor.id)}`);
    tell('The second factor was removed.');
    await load();
  };
  const counting = data?.data.filter(({ status }) => status === 'verified') ?? [];
  return div({ class: 'panel', 'data-testid': 'factors' }, h2({}, 'Second factor'),
    error && h(Failed, { error, again: load }),
    data && counting.length === 0 && p({}, 'None. With an app that shows codes, a password alone opens nothing.'),
    counting.map((factor) => div({ key: factor.id, class: 'row-actions', 'data-testid': 'factor' }, span({}, factor.name),
      h(ActionButton, { label: 'Remove', icon: icon('trash'), kind: 'quiet', testid: 'remove-factor', action: drop(factor) }))),
    data && div({}, h(ActionButton, { label: 'Add an app…', icon: icon('plus'), kind: 'quiet', testid: 'add-factor', action: begin })),
    adding && h(Enrol, { made: adding, onClose: () => setAdding(null), load }));
}

function Enrol({ made, onClose, load }) {
  const [shown, setShown] = useState('');
  const verify = async () => {
    await post(`/v1/account/factors/${encodeURIComponent(made.id)}/verify`, { code: shown.trim() });
    tell('From now on you sign in with a code as well.');
    await load();
  };
  return h(Dialog, { title: 'Add an app', testid: 'enrol', submit: 'Confirm', ready: /^\s*\d{6}\s*$/.test(shown), onSubmit: verify, onClose },
    p({}, 'Scan this with an app for one-time codes, or type the letters; then enter the code that it shows.'),
    img({ class: 'qr', width: 200, height: 200, alt: 'The secret as a picture', src: `data:image/svg+xml,${encodeURIComponent(made.picture)}` }),
    p({}, code({ 'data-testid': 'factor-secret' }, made.secret)),
    h(Field, { id: 'factor-code', title: 'Code', inputmode: 'numeric', autocomplete: 'one-time-code', required: true, value: shown, onInput: (event) => setShown(event.target.value) }));
}

function Identities() {
  const { data, error, load } = useReading('/v1/account/identities');
  const settings = useReading('/auth/v1/settings', 60_000).data;
  const providers = settings?.providers ?? [];
  const linked = data?.data ?? [];
  const titled = (name) => (name === 'email' ? 'Address and password' : providers.find((provider) => provider.name === name)?.display_name ?? name);
  const link = (name) => async () => location.assign((await post('/v1/account/identities', { provider: name })).data.url);
  const unlink = (identity) => async () => {
    await remove(`/v1/account/identities/${encodeURIComponent(identity.id)}`);
    tell(`${titled(identity.provider)} does not open your account any more.`);
    await load();
  };
  return (providers.length > 0 || linked.length > 1) && div({ class: 'panel', 'data-testid': 'identities' }, h2({}, 'What signs you in'),
    error && h(Failed, { error, again: load }),
    linked.map((identity) => div({ key: identity.id, class: 'identity', 'data-testid': `identity-${identity.provider}` },
      span({}, titled(identity.provider), identity.email && span({ class: 'faint' }, ` ${identity.email}`)),
      linked.length > 1 && identity.provider !== 'email' && h(ActionButton, { label: 'Unlink', icon: icon('cross'), kind: 'quiet', testid: 'unlink', action: unlink(identity) }))),
    providers.filter(({ name }) => !linked.some((identity) => identity.provider === name)).map(({ name, display_name: title }) =>
      div({ key: name }, h(ActionButton, { label: `Link ${title}…`, icon: icon('plus'), kind: 'quiet', testid: `link-${name}`, action: link(name) }))));
}

function Password() {
  const [changing, setChanging] = useState(false);
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = async () => {
    await put('/v1/account/password', present === '' ? { password: next } : { current_password: present, password: next });
    tell('The password is changed; your other sessions have ended.');
  };
  const close = () => {
    setChanging(false);
    setPresent('');
    setNext('');
  };
  return div({ class: 'panel' }, h2({}, 'Password'),
    div({}, h(ActionButton, { label: 'Change…', icon: icon('pen'), kind: 'quiet', testid: 'change-password', action: async () => setChanging(true) })),
    changing && h(Dialog, { title: 'Change the password', testid: 'password', submit: 'Change', ready: next.length >= 8, onSubmit: change, onClose: close },
      h(Field, { id: 'present-password', title: 'Present password', type: 'password', autocomplete: 'current-password', hint: 'Empty if a link from a message brought you here', value: present, onInput: (event) => setPresent(event.target.value) }),
      h(Field, { id: 'new-password', title: 'New password', type: 'password', autocomplete: 'new-password', hint: 'At least eight characters, and none that everybody tries first', required: true, value: next, onInput: (event) => setNext(event.target.value) })));
}
