// Requests to the installation's public API. The page holds no token: the session is an HttpOnly cookie,
// and the header below proves that a change was asked for by this page.

/** The installation refused a request, or could not be reached (status 0). */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let onSignedOut = () => {};

/** Registers what happens when the session has ended. */
export function whenSignedOut(listener) {
  onSignedOut = listener;
}

/** Opens a response, whatever its body is going to be; throws ApiError unless it is good. */
export async function open(method, path, { body, headers = {}, signal } = {}) {
  const request = { method, headers: { Accept: 'application/json', ...headers }, signal, credentials: 'same-origin', cache: 'no-store' };
  if (method !== 'GET') {
    request.headers['X-Rickyard-CSRF'] = '1';
  }
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new ApiError(0, 'unreachable', 'The installation does not answer. It may be restarting, or this device is offline.');
  }
  if (!response.ok) {
    throw await refusal(response, path);
  }
  return response;
}

async function refusal(response, path) {
  const problem = await response.json().catch(() => ({})); // a proxy's page: the status has to do
  if (response.status === 401 && path !== '/v1/session') {
    onSignedOut();
  }
  const message = problem.detail ?? problem.message ?? problem.title ?? `The installation answered ${response.status}.`;
  return new ApiError(response.status, problem.code ?? `http_${response.status}`, message);
}

async function send(method, path, options) {
  const response = await open(method, path, options);
  const text = await response.text();
  return {
    data: text === '' ? null : JSON.parse(text),
    task: response.headers.get('Rickyard-Task'),
    position: response.headers.get('Rickyard-Position'),
  };
}

/** The query part of a path; what is empty is left out. */
export function query(parameters) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length === 0 ? '' : '?' + new URLSearchParams(pairs);
}

/** Reads a resource; `position` waits (at most a second) until one's own write can be seen. */
export async function read(path, { signal, position } = {}) {
  const headers = position ? { Prefer: 'wait=1', 'Rickyard-Position': position } : {};
  return (await send('GET', path, { signal, headers })).data;
}

/** Posts a body under an idempotency key of its own. Gives { data, task, position }. */
export const post = (path, body) =>
  send('POST', path, { body, headers: { 'Idempotency-Key': randomKey() } });

export const put = (path, body) => send('PUT', path, { body });

export const patch = (path, body) => send('PATCH', path, { body });

export const remove = (path) => send('DELETE', path);

// crypto.randomUUID exists only on https and localhost; this works everywhere the page can be read.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
