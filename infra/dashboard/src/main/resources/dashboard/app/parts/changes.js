// The dialogs and calls that change a project. Each call gives the task that it started.
import { h, tags, useState } from '../elements.js';
import { patch, post, put, remove } from '../api.js';
import { addProject, at, loadProjects, projects } from '../projects.js';
import { go, toProject, toProjects } from '../router.js';
import { Store, useStore } from '../store.js';
import { REGIONS } from '../words.js';
import { tell } from './announce.js';
import { Dialog, Field } from './dialog.js';

const { p, strong, select, option, label, div, span, code } = tags;

export async function pause(project) {
  await post(`${at(project)}/pause`);
  tell(`Pausing ${project.name}.`);
}

export async function resumeProject(project) {
  await post(`${at(project)}/restore`);
  tell(`Resuming ${project.name}.`);
}

export async function restart(project) {
  await post(`${at(project)}/restart`);
  tell(`Restarting ${project.name}.`);
}

export async function restartService(project, service) {
  await post(`${at(project)}/services/${encodeURIComponent(service)}/restart`);
  tell(`Restarting ${service} of ${project.name}.`);
}

export async function repair(project) {
  await post(`${at(project)}/repair`);
  tell(`Repairing ${project.name}.`);
}

/** What is done when its services are not what they should be: 'repair', 'report', or null for what the installation does. */
export async function chooseDrift(project, policy) {
  await put(`${at(project)}/drift-policy`, { policy });
  await loadProjects();
  tell(policy === 'report' ? `Drift of ${project.name} is only told.` : `Drift of ${project.name} is mended.`);
}

/** Which dialog is open: null, or { kind: 'create' | 'delete' | 'rename' | 'resize', project }. */
const opened = new Store(null);

export const askCreate = () => opened.set({ kind: 'create' });
export const askDelete = (project) => opened.set({ kind: 'delete', project });
export const askRename = (project) => opened.set({ kind: 'rename', project });
export const askResize = (project) => opened.set({ kind: 'resize', project });

export function Dialogs() {
  const dialog = useStore(opened);
  const onClose = () => opened.set(null);
  switch (dialog?.kind) {
    case 'create': return h(Create, { onClose });
    case 'delete': return h(Delete, { project: dialog.project, onClose });
    case 'rename': return h(Rename, { project: dialog.project, onClose });
    case 'resize': return h(Resize, { project: dialog.project, onClose });
    default: return null;
  }
}

const LAST_ORGANIZATION = 'rickyard.organization';

function Create({ onClose }) {
  const { organizations } = useStore(projects);
  const remembered = organizations.find(({ id }) => id === localStorage.getItem(LAST_ORGANIZATION));
  const [organization, setOrganization] = useState((remembered ?? organizations[0])?.id ?? '');
  const [name, setName] = useState('');
  const [region, setRegion] = useState('');
  const [password, setPassword] = useState('');

  const create = async () => {
    const { data, position } = await post('/v1/projects', {
      name: name.trim(),
      organization_slug: organizations.find(({ id }) => id === organization)?.slug ?? organization,
      ...(region ? { region } : {}),
      ...(password ? { db_pass: password } : {}),
    });
    localStorage.setItem(LAST_ORGANIZATION, organization);
    addProject(data);
    tell(`Creating ${data.name}.`);
    go(toProject(data.ref));
    loadProjects(position);
  };

  return h(Dialog, { title: 'New project', testid: 'create-project', submit: 'Create project', ready: name.trim() !== '' && organization !== '', onSubmit: create, onClose },
    p({ class: 'faint' }, 'A project gets a stack of its own, with its own database server.'),
    h(Field, { id: 'project-name', title: 'Name', required: true, maxlength: 100, autofocus: true, value: name, onInput: (event) => setName(event.target.value) }),
    div({ class: 'field' },
      label({ for: 'project-organization' }, 'Organization'),
      select({ id: 'project-organization', 'data-testid': 'project-organization', value: organization, onChange: (event) => setOrganization(event.target.value) },
        organizations.map(({ id, name: title }) => option({ key: id, value: id }, title)))),
    div({ class: 'field' },
      label({ for: 'project-region' }, 'Region'),
      select({ id: 'project-region', 'data-testid': 'project-region', value: region, 'aria-describedby': 'project-region-hint', onChange: (event) => setRegion(event.target.value) },
        option({ value: '' }, 'The installation’s own'),
        REGIONS.map((code) => option({ key: code, value: code }, code))),
      span({ id: 'project-region-hint', class: 'hint' }, 'What clients of the hosted platform are told; the stack runs in this installation.')),
    h(Field, { id: 'project-password', title: 'Database password', type: 'password', autocomplete: 'new-password', value: password, hint: 'Optional. Leave it empty to have one made; it can be revealed later.', onInput: (event) => setPassword(event.target.value) }));
}

function Delete({ project, onClose }) {
  const [typed, setTyped] = useState('');
  const confirmed = async () => {
    const { position } = await remove(at(project));
    tell(`Deleting ${project.name}.`);
    document.getElementById('content').focus(); // the row or page that had the focus is about to go
    go(toProjects());
    loadProjects(position);
  };
  return h(Dialog, { title: `Delete ${project.name}`, testid: 'delete-project', submit: 'Delete for good', kind: 'danger', ready: typed.trim() === project.name.trim(), onSubmit: confirmed, onClose },
    p({}, 'Its database with all data, its keys and its address are removed. ', strong({}, 'This cannot be undone.')),
    h(Field, { id: 'confirm-name', title: ['Type ', code({}, project.name), ' to confirm'], value: typed, autofocus: true, autocomplete: 'off', spellcheck: false, onInput: (event) => setTyped(event.target.value) }));
}

const PROFILES = ['database', 'core', 'standard', 'full'];

// Limits that are left empty are the blueprint's.
function Resize({ project, onClose }) {
  const names = [...new Set([...project.services.map((each) => each.service).filter((name) => name !== 'db_postgres_user'), ...Object.keys(project.limits ?? {})])];
  const [profile, setProfile] = useState(project.profile);
  const [limits, setLimits] = useState(project.limits ?? {});
  const change = (name, field, text) => {
    const its = { ...limits[name], [field]: text === '' ? undefined : Number(text) };
    const { [name]: _, ...others } = limits;
    setLimits(its.memory_mib === undefined && its.cpus === undefined ? others : { ...others, [name]: its });
  };
  const resize = async () => {
    await post(`${at(project)}/resize`, { profile, limits });
    tell(`Resizing ${project.name}.`);
    await loadProjects();
  };
  return h(Dialog, { title: `Resize ${project.name}`, testid: 'resize-project', submit: 'Resize', ready: true, onSubmit: resize, onClose },
    div({ class: 'field' }, label({ for: 'resize-profile' }, 'Profile'),
      select({ id: 'resize-profile', value: profile, onChange: (event) => setProfile(event.target.value) },
        PROFILES.map((name) => option({ key: name, value: name }, name)))),
    p({ class: 'faint small-text' }, 'A service that leaves keeps its data and finds it when it comes back. Limits that are left empty are as the service\u2019s blueprint says.'),
    names.map((name) => div({ class: 'columns', key: name },
      h(Field, { id: `memory-${name}`, title: `${name}: memory in MiB`, type: 'number', min: 16, value: limits[name]?.memory_mib ?? '', onInput: (event) => change(name, 'memory_mib', event.target.value) }),
      h(Field, { id: `cpus-${name}`, title: 'Processors', type: 'number', min: 0.05, step: 0.05, value: limits[name]?.cpus ?? '', onInput: (event) => change(name, 'cpus', event.target.value) }))));
}

function Rename({ project, onClose }) {
  const [name, setName] = useState(project.name);
  const rename = async () => {
    await patch(at(project), { name: name.trim() });
    await loadProjects();
  };
  return h(Dialog, { title: `Rename ${project.name}`, testid: 'rename-project', submit: 'Rename', ready: name.trim() !== '' && name.trim() !== project.name, onSubmit: rename, onClose },
    h(Field, { id: 'new-name', title: 'Name', required: true, maxlength: 100, autofocus: true, value: name, onInput: (event) => setName(event.target.value) }));
}
