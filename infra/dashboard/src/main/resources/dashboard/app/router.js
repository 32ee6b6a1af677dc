// Hash routing: #/ (projects), #/projects/<ref>, #/tasks, #/tasks/<id>, #/schedules, #/schedules/<id>, #/queues, #/mail, #/account,
// #/organizations, #/organizations/<slug>, #/audit/<slug>, #/invitation/<token>, #/roles, #/authorize/<name>, #/device,
// #/device/<code>.
import { Store } from './store.js';

const parse = (hash) => {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', id = null] = path.split('/').map(decodeURIComponent);
  return { view: view || 'projects', id, search: new URLSearchParams(search) };
};

export const route = new Store(parse(location.hash));

addEventListener('hashchange', () => route.set(parse(location.hash)));

export const toProjects = () => '#/';
export const toProject = (ref) => `#/projects/${encodeURIComponent(ref)}`;
/** The task list with these filters, which the address keeps: { state, queue, type, project, label, parent, q }. */
export const toTasks = (filters = {}) => {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return search.size > 0 ? `#/tasks?${search}` : '#/tasks';
};
export const toSchedules = () => '#/schedules';
export const toSchedule = (id) => `#/schedules/${encodeURIComponent(id)}`;
export const toQueues = () => '#/queues';
export const toAccount = () => '#/account';
export const toMail = () => '#/mail';
export const toOrganizations = () => '#/organizations';
export const toOrganization = (slug) => `#/organizations/${encodeURIComponent(slug)}`;
/** An organization's audit with these filters. */
export const toAudit = (slug, filters = {}) => {
  const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return `#/audit/${encodeURIComponent(slug)}${search.size > 0 ? `?${search}` : ''}`;
};
export const toDevice = (code) => `#/device/${encodeURIComponent(code)}`;
export const toRoles = () => '#/roles';
export const toTask = (id) => `#/tasks/${encodeURIComponent(id)}`;

export function go(hash) {
  location.hash = hash;
}
