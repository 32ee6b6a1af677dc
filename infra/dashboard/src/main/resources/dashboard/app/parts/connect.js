// How to reach a project: connection strings and keys. Secrets are fetched only when asked for.
import { h, tags, useEffect, useState } from '../elements.js';
import { read } from '../api.js';
import { at } from '../projects.js';
import { Failed, Loading } from './states.js';
import { Secret, Value } from './secret.js';

const { div, p } = tags;

/** Reads a resource when its key changes; gives { data, error, load }. */
function useResource(path, key) {
  const [state, setState] = useState({ data: null, error: null });
  const load = () => read(path)
    .then((data) => setState({ data, error: null }))
    .catch((error) => setState({ data: null, error }));
  useEffect(() => {
    load();
  }, [path, key]);
  return { ...state, load };
}

// What is not there yet is no failure: a project that comes up has no address and no keys for a moment.
const notYet = (error) => error.status === 404 || error.status === 409;

export function Connect({ project }) {
  const { data, error, load } = useResource(`${at(project)}/connection`, project.status);
  if (error) {
    return notYet(error) ? p({ class: 'faint' }, 'Known as soon as the database has an address.') : h(Failed, { error, again: load });
  }
  if (!data) {
    return h(Loading, { what: 'connection' });
  }
  const revealed = () => read(`${at(project)}/connection?reveal=true`);
  const uri = (password) => `postgresql://${encodeURIComponent(data.user)}:${password}@${data.host}:${data.port}/${data.database}`;
  return div({ class: 'values', 'data-testid': 'connect' },
    h(Secret, { title: 'Connection string', masked: uri('••••••••'), reveal: async () => (await revealed()).connection_string, testid: 'connection-string' }),
    h(Secret, { title: 'psql', masked: `psql "${uri('••••••••')}"`, reveal: async () => `psql "${(await revealed()).connection_string}"`, testid: 'connection-psql' }),
    data.by_reference && h(Secret, { title: 'By reference, at the address for all projects', masked: data.by_reference.connection_string.replace('[YOUR-PASSWORD]', '••••••••'), reveal: async () => (await revealed()).by_reference.connection_string, testid: 'connection-by-reference' }),
    h(Secret, { title: 'Password', reveal: async () => (await revealed()).password, testid: 'connection-password' }),
    h(Value, { title: 'Host', value: data.host, testid: 'connection-host' }),
    h(Value, { title: 'Port', value: String(data.port), testid: 'connection-port' }),
    h(Value, { title: 'Database', value: data.database, testid: 'connection-database' }),
    h(Value, { title: 'User', value: data.user, testid: 'connection-user' }));
}

export function Keys({ project }) {
  const { data, error, load } = useResource(`${at(project)}/api-keys`, project.status);
  if (error) {
    return notYet(error) ? p({ class: 'faint' }, 'Made together with the stack.') : h(Failed, { error, again: load });
  }
  if (!data) {
    return h(Loading, { what: 'keys' });
  }
  if (data.length === 0) {
    return p({ class: 'faint' }, 'Made together with the stack.');
  }
  const reveal = async (key) => (await read(`${at(project)}/api-keys?reveal=true`)).find((one) => one.name === key.name && one.type === key.type).api_key;
  return div({ class: 'values', 'data-testid': 'keys' }, data.map((key) =>
    h(Secret, { key: `${key.type}.${key.name}`, title: titleOf(key), masked: key.api_key ?? undefined, reveal: () => reveal(key), testid: `key-${key.type}-${key.name}` })));
}

const titleOf = (key) => (key.type === 'legacy' ? key.name : key.name === 'default' ? key.type : `${key.name} (${key.type})`);
