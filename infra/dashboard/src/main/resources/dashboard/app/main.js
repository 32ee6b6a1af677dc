// Where the page begins: who is signed in, and which view the address asks for.
import './signincode.js'; // first: see there
import { h, render, tags, useEffect } from './elements.js';
import { Messages } from './parts/announce.js';
import { Dialogs } from './parts/changes.js';
import { Shell } from './parts/shell.js';
import { Empty } from './parts/states.js';
import { begin, session } from './session.js';
import { route, toProjects } from './router.js';
import { useStore } from './store.js';
import { Account } from './views/account.js';
import { Audit } from './views/audit.js';
import { Fleet } from './views/fleet.js';
import { Decision, Device } from './views/login.js';
import { Mail } from './views/mail.js';
import { Invitation, Organization, Organizations, Roles } from './views/organizations.js';
import { Project } from './views/project.js';
import { Queues } from './views/queues.js';
import { Schedule, Schedules } from './views/schedules.js';
import { SignIn } from './views/signin.js';
import { Task } from './views/task.js';
import { Tasks } from './views/tasks.js';

const { p, a } = tags;

function View() {
  const { view, id, search } = useStore(route);
  if (view === 'projects') {
    return id ? h(Project, { key: id, reference: id }) : h(Fleet);
  }
  if (view === 'tasks') {
    return id ? h(Task, { key: id, id }) : h(Tasks, { search });
  }
  if (view === 'schedules') {
    return id ? h(Schedule, { key: id, id }) : h(Schedules);
  }
  if (view === 'queues') {
    return h(Queues);
  }
  if (view === 'account') {
    return h(Account);
  }
  if (view === 'mail') {
    return h(Mail);
  }
  if (view === 'organizations') {
    return id ? h(Organization, { key: id, slug: id }) : h(Organizations);
  }
  if (view === 'invitation' && id) {
    return h(Invitation, { key: id, token: id });
  }
  if (view === 'authorize' && id) {
    return h(Decision, { key: id, name: id });
  }
  if (view === 'device') {
    return h(Device, { key: id ?? 'typed', code: id });
  }
  if (view === 'audit' && id) {
    return h(Audit, { key: id, slug: id, search });
  }
  if (view === 'roles') {
    return h(Roles);
  }
  return h(Empty, { title: 'There is nothing here' }, p({}, a({ href: toProjects() }, 'To the projects')));
}

const TITLES = { projects: 'Projects', tasks: 'Tasks', schedules: 'Schedules', queues: 'Queues and workers', mail: 'Mail', account: 'Account', organizations: 'Organizations', invitation: 'Invitation', roles: 'Roles', audit: 'Audit', authorize: 'Let a command line in', device: 'Let a command line in' };

function App() {
  const { state } = useStore(session);
  const { view, id } = useStore(route);

  useEffect(() => {
    document.title = state === 'in' && !id ? `${TITLES[view] ?? 'Rickyard'} · Rickyard` : 'Rickyard';
  }, [state, view, id]);

  if (state === 'checking') {
    return p({ class: 'loading loading-page', role: 'status' }, 'Loading…');
  }
  return [
    state === 'in' ? h(Shell, { key: 'shell' }, h(View)) : h(SignIn, { key: 'signin' }),
    state === 'in' && h(Dialogs, { key: 'dialogs' }),
    h(Messages, { key: 'messages' }),
  ];
}

const place = document.getElementById('app');
place.replaceChildren();
render(h(App), place);
begin();
