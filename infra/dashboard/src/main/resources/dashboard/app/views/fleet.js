// The fleet: every project in one live table.
import { h, names, tags, useState } from '../elements.js';
import { live } from '../live.js';
import { askCreate, askDelete, pause, repair, restart, resumeProject } from '../parts/changes.js';
import { projectBadge, taskBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { complain } from '../parts/announce.js';
import { icon } from '../parts/icons.js';
import { Menu } from '../parts/menu.js';
import { TaskBar } from '../parts/progress.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { loadProjects, useFleet } from '../projects.js';
import { toProject, toTask } from '../router.js';
import { useStore } from '../store.js';
import { age, ago, moment, span as spanOf, useNow } from '../time.js';
import { possible, projectState, serviceName, taskEnded, taskType } from '../words.js';

const { div, section, h1, p, table, thead, tbody, tr, th, td, a, span, input, select, option, button, code, details, summary, time, ul, li } = tags;

export function Fleet() {
  const { loaded, error, fleet, organizations } = useFleet();
  const { connection } = useStore(live);
  const [search, setSearch] = useState('');
  const [organization, setOrganization] = useState('');

  const wanted = search.trim().toLowerCase();
  const shown = fleet.filter((project) =>
    (organization === '' || project.organization_slug === organization)
    && (wanted === '' || project.name.toLowerCase().includes(wanted) || project.ref.includes(wanted)));

  return section({ 'aria-labelledby': 'fleet-title' },
    div({ class: 'head' },
      div({}, h1({ id: 'fleet-title' }, 'Projects'), loaded && h(Summary, { fleet })),
      div({ class: 'head-end' },
        fleet.length > 5 && input({ type: 'search', class: 'search', 'data-testid': 'search', 'aria-label': 'Search by name or reference', placeholder: 'Search', value: search, onInput: (event) => setSearch(event.target.value) }),
        organizations.length > 1 && select({ 'aria-label': 'Organization', 'data-testid': 'filter-organization', value: organization, onChange: (event) => setOrganization(event.target.value) },
          option({ value: '' }, 'All organizations'),
          organizations.map(({ slug, name }) => option({ key: slug, value: slug }, name))),
        button({ type: 'button', class: 'button primary', 'data-testid': 'new-project', disabled: !loaded, onClick: askCreate }, icon('plus'), span({}, 'New project')))),
    error && h(Failed, { error, again: loadProjects }),
    !loaded && !error && h(Loading, { what: 'projects' }),
    loaded && fleet.length === 0 && h(Empty, { title: 'No projects yet', testid: 'no-projects' },
      p({}, 'A project is a Supabase stack of its own. Create the first one here, or in a terminal:'),
      p({}, code({}, 'rickyard projects create "my project" --watch')),
      button({ type: 'button', class: 'button primary', onClick: askCreate }, icon('plus'), span({}, 'New project'))),
    loaded && fleet.length > 0 && (shown.length === 0
      ? h(Empty, { title: 'Nothing matches' }, p({}, 'No project has that in its name or reference.'))
      : h(FleetTable, { projects: shown, organizations, stale: connection === 'reconnecting' })));
}

const TONES = { good: 'healthy', moving: 'changing', bad: 'in trouble', warning: 'not visible', rest: 'paused' };

function Summary({ fleet }) {
  const counts = Object.groupBy(fleet, (project) => projectState(project.status).tone);
  return ul({ class: 'summary', 'data-testid': 'summary' },
    Object.entries(TONES).filter(([tone]) => counts[tone]).map(([tone, text]) =>
      li({ key: tone, class: `tone-${tone}` }, span({ class: 'badge-shape', 'aria-hidden': 'true' }), `${counts[tone].length} ${text}`)));
}

function FleetTable({ projects, organizations, stale }) {
  const now = useNow();
  const several = organizations.length > 1;
  return div({ class: 'table-box' },
    table({ class: names('table', 'fleet', stale && 'stale'), 'data-testid': 'fleet' },
      thead({}, tr({},
        th({ scope: 'col' }, 'Name'), several && th({ scope: 'col', class: 'head-organization' }, 'Organization'), th({ scope: 'col' }, 'State'), th({ scope: 'col' }, 'Services'),
        th({ scope: 'col' }, 'Age'), th({ scope: 'col' }, 'Last task'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
      tbody({}, projects.map((project) => h(Row, { key: project.ref, project, now, several, organization: organizations.find(({ slug }) => slug === project.organization_slug) })))));
}

function Row({ project, now, several, organization }) {
  return tr({ 'data-testid': `project-${project.ref}` },
    td({ class: 'cell-name' },
      a({ href: toProject(project.ref), class: 'strong', 'data-testid': 'project-link' }, project.name),
      span({ class: 'ref' }, project.ref)),
    several && td({ 'data-label': 'Organization', class: 'cell-organization' }, organization?.name ?? project.organization_slug),
    td({ class: 'cell-state' }, projectBadge(project.status), h(Reason, { project, now })),
    td({ 'data-label': 'Services' }, h(Services, { project, now })),
    td({ 'data-label': 'Age', class: 'number' }, time({ datetime: project.created_at, title: moment(project.created_at) }, age(project.created_at, now))),
    td({ 'data-label': 'Last task' }, h(LastTask, { task: project.lastTask, id: project.lastTaskId, now })),
    td({ class: 'cell-actions' }, h(RowActions, { project })));
}

/** Why it is in that state, and how long it may stay in it. */
export function Reason({ project, now }) {
  const { tone } = projectState(project.status);
  if (tone === 'moving' && project.deadline) {
    const left = Date.parse(project.deadline) - now;
    return span({ class: 'faint small-text' }, left > 0 ? `${spanOf(left).replace(/\.\d/, '')} left` : `overdue since ${age(project.deadline, now)}`);
  }
  if (!project.reason || tone === 'good') {
    return null;
  }
  return details({ class: 'reason' }, summary({ title: project.reason }, project.reason), p({}, project.reason));
}

function Services({ project, now }) {
  if (project.services.length === 0) {
    return span({ class: 'faint' }, '–');
  }
  return ul({ class: 'services' }, project.services.map((service) => {
    // What nobody can see now is not called healthy for having been so once.
    const [tone, word] = project.status === 'UNKNOWN' ? ['warning', 'not visible'] : service.healthy ? ['good', 'healthy'] : ['bad', 'not healthy'];
    const told = `${serviceName(service.service)}: ${word}, seen ${ago(service.observed_at, now)}${service.error ? `. ${service.error}` : ''}`;
    return li({ key: service.service, class: `tone-${tone}`, title: told },
      span({ class: 'badge-shape', 'aria-hidden': 'true' }), serviceName(service.service), span({ class: 'offscreen' }, ` ${word}`));
  }));
}

function LastTask({ task, id, now }) {
  if (!task) {
    return id ? a({ href: toTask(id) }, 'Show') : span({ class: 'faint' }, '–');
  }
  return div({ class: 'last-task' },
    div({}, a({ href: toTask(task.id), 'data-testid': 'last-task' }, taskType(task.type)), ' ', taskBadge(task.state),
      taskEnded(task) && span({ class: 'faint small-text' }, ' ', ago(task.ended_at, now))),
    !taskEnded(task) && h(TaskBar, { task }));
}

function RowActions({ project }) {
  const can = possible(project.status);
  const act = (action) => () => action(project).catch(complain);
  return div({ class: 'row-actions' },
    can.resume && h(ActionButton, { label: 'Resume', icon: icon('play'), kind: 'quiet', testid: 'resume', action: () => resumeProject(project) }),
    can.pause && !can.repair && h(ActionButton, { label: 'Pause', icon: icon('pause'), kind: 'quiet', testid: 'pause', action: () => pause(project) }),
    can.repair && h(ActionButton, { label: 'Repair', icon: icon('repair'), kind: 'quiet', testid: 'repair', action: () => repair(project) }),
    h(Menu, {
      label: `More for ${project.name}`, testid: 'more', face: icon('more'),
      items: [
        can.pause && can.repair && { label: 'Pause', icon: icon('pause'), testid: 'menu-pause', action: act(pause) },
        can.restart && { label: 'Restart', icon: icon('restart'), testid: 'menu-restart', action: act(restart) },
        !can.repair && { label: 'Repair', icon: icon('repair'), testid: 'menu-repair', action: act(repair) },
        can.remove && { label: 'Delete…', icon: icon('trash'), testid: 'menu-delete', kind: 'danger', action: () => askDelete(project) },
      ].filter(Boolean),
    }));
}
