// Who is signed in. The session itself is a cookie that no script can read.
import { post, read, remove, whenSignedOut } from './api.js';
import { startLive, stopLive } from './live.js';
import { complain, tell } from './parts/announce.js';
import { loadProjects, projects } from './projects.js';
import { brought, code, note, refusal } from './signincode.js';
import { Store } from './store.js';

/** { state: 'checking'|'out'|'in'|'unreachable', user, notice, token }: token is a session that still lacks a second factor's code. */
export const session = new Store({ state: 'checking', user: null, notice: null, token: null });

export async function begin() {
  whenSignedOut(() => leave('Your session has ended. Sign in again to go on.'));
  if (code) {
    return signIn({ token_hash: code }).catch((error) => leave(codeRefused(error)));
  }
  if (brought) {
    return signIn({ access_token: brought.token }).catch((error) => leave(error.code === 'second_factor_needed' ? null : codeRefused(error), brought.token));
  }
  await resume();
  const { state } = session.get();
  if (refusal) { // of a link that somebody followed, or of an identity that was to be linked by who is signed in
    return state === 'in' ? complain(new Error(`${refusal}.`)) : state === 'out' && leave(`${refusal}.`);
  }
  return note && tell(`${note}.`);
}

/** Takes up the session that the cookie holds, if it holds one. */
export async function resume() {
  session.update({ state: 'checking' });
  try {
    enter((await read('/v1/session')).user);
  } catch (error) {
    if (error.status === 401 || error.status === 404) {
      leave(null);
    } else {
      session.set({ state: 'unreachable', user: null, notice: error.message });
    }
  }
}

export async function signIn(credentials) {
  enter((await post('/v1/session', credentials)).data.user);
}

export async function signOut() {
  await remove('/v1/session');
  leave('You are signed out.');
}

function enter(user) {
  session.set({ state: 'in', user, notice: null, token: null });
  startLive();
  loadProjects();
}

function leave(notice, token = null) {
  stopLive();
  projects.set({ loaded: false, error: null, list: [], organizations: [] });
  session.set({ state: 'out', user: null, notice, token });
}

const codeRefused = (error) =>
  (error.status >= 400 && error.status < 500
    ? 'This sign-in link was used already or is too old. Sign in with your password, or start infra/up again for a new link.'
    : error.message);
