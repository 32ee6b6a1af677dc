// One project: how it stands, what runs in it, how to reach it, and what was done to it.
import { h, tags, useEffect, useMemo, useState } from '../elements.js';
import { query, read } from '../api.js';
import { live } from '../live.js';
import { projectBadge, serviceBadge, taskBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { askDelete, askRename, askResize, chooseDrift, pause, repair, restart, restartService, resumeProject } from '../parts/changes.js';
import { complain } from '../parts/announce.js';
import { Connect, Keys } from '../parts/connect.js';
import { Domains } from '../parts/domains.js';
import { icon } from '../parts/icons.js';
import { IdleStop } from '../parts/idlestop.js';
import { Menu } from '../parts/menu.js';
import { TaskBar } from '../parts/progress.js';
import { Copy } from '../parts/secret.js';
import { ServiceLog } from '../parts/servicelog.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { TaskTable } from '../parts/tasktable.js';
import { percent, size, useUsage } from '../parts/usage.js';
import { loadProjects, useFleet } from '../projects.js';
import { toProjects, toTask } from '../router.js';
import { useStore } from '../store.js';
import { age, ago, elapsed, moment, useNow } from '../time.js';
import { possible, projectState, serviceName, taskEnded, taskType } from '../words.js';

const { section, div, h1, h2, p, a, nav, span, time, table, thead, tbody, tr, th, td, code, strong } = tags;

export function Project({ reference }) {
  const { loaded, error, fleet, organizations } = useFleet();
  const project = fleet.find(({ ref }) => ref === reference);
  if (!project) {
    return error ? h(Failed, { error, again: loadProjects })
      : !loaded ? h(Loading, { what: 'project' })
        : h(Empty, { title: 'There is no such project', testid: 'no-project' }, p({}, 'It was deleted, or it is not yours to see.'), p({}, a({ href: toProjects() }, 'To the projects')));
  }
  return h(ProjectPage, { project, organization: organizations.find(({ slug }) => slug === project.organization_slug) });
}

function ProjectPage({ project, organization }) {
  const now = useNow();
  const { meaning, tone } = projectState(project.status);
  return section({ 'aria-labelledby': 'project-title', 'data-testid': 'project-page' },
    nav({ class: 'crumbs', 'aria-label': 'Breadcrumb' }, a({ href: toProjects() }, 'Projects'), span({ 'aria-hidden': 'true' }, '/'), span({}, project.name)),
    div({ class: 'head' },
      div({},
        h1({ id: 'project-title' }, project.name, ' ', projectBadge(project.status)),
        p({ class: 'faint' }, span({ class: 'ref' }, project.ref), ' ', h(Copy, { what: 'reference', value: () => project.ref, testid: 'ref-copy' }),
          [organization?.name, project.region, project.profile, project.drift_policy === 'report' && 'drift is only told'].filter(Boolean).map((text) => ` · ${text}`),
          ' · created ', time({ datetime: project.created_at, title: moment(project.created_at) }, ago(project.created_at, now)))),
      h(Actions, { project })),
    h(UnderWay, { project }),
    needsWords(project, tone, now) && div({ class: `notice tone-${tone}`, 'data-testid': 'project-reason' },
      p({}, strong({}, project.reason ?? meaning)), project.reason && meaning && p({ class: 'faint' }, meaning),
      project.since && p({ class: 'small-text faint' }, `Since ${moment(project.since)}`,
        tone === 'moving' && project.deadline && (Date.parse(project.deadline) > now ? `; has until ${moment(project.deadline)}` : `; overdue for ${age(project.deadline, now)}: cancel its task or repair it`))),
    div({ class: 'panel' }, h2({}, 'Services'), h(ServiceTable, { project, now })),
    div({ class: 'columns' },
      div({ class: 'panel' }, h2({}, 'Connect'), h(Connect, { project })),
      div({ class: 'panel' }, h2({}, 'API keys'), h(Keys, { project }))),
    div({ class: 'columns' }, h(Domains, { project }), h(IdleStop, { project })),
    h(ServiceLog, { project }),
    div({ class: 'panel panel-flush' }, h2({}, 'Recent tasks'), h(Recent, { project })));
}

// A change that is under way in time is told by its task; everything else that is not well needs words.
function needsWords(project, tone, now) {
  const late = project.deadline && Date.parse(project.deadline) < now;
  const told = project.lastTask && !taskEnded(project.lastTask);
  return tone === 'moving' ? late || !told : tone === 'bad' || tone === 'warning';
}

function Actions({ project }) {
  const can = possible(project.status);
  return div({ class: 'head-end' },
    can.resume && h(ActionButton, { label: 'Resume', icon: icon('play'), kind: 'primary', testid: 'resume', action: () => resumeProject(project) }),
    can.repair && h(ActionButton, { label: 'Repair', icon: icon('repair'), kind: 'primary', testid: 'repair', action: () => repair(project) }),
    can.restart && h(ActionButton, { label: 'Restart', icon: icon('restart'), testid: 'restart', action: () => restart(project) }),
    can.pause && h(ActionButton, { label: 'Pause', icon: icon('pause'), testid: 'pause', action: () => pause(project) }),
    h(Menu, {
      label: 'More', testid: 'more', face: icon('more'),
      items: [
        { label: 'Rename…', icon: icon('pen'), testid: 'menu-rename', action: () => askRename(project) },
        can.resize && { label: 'Resize…', icon: icon('pen'), testid: 'menu-resize', action: () => askResize(project) },
        project.drift_policy === 'report'
          ? { label: 'Mend drift', icon: icon('repair'), testid: 'menu-drift-repair', action: () => chooseDrift(project, 'repair').catch(complain) }
          : { label: 'Only tell of drift', icon: icon('repair'), testid: 'menu-drift-report', action: () => chooseDrift(project, 'report').catch(complain) },
        !can.repair && { label: 'Repair', icon: icon('repair'), testid: 'menu-repair', action: () => repair(project).catch(complain) },
        can.remove && { label: 'Delete…', icon: icon('trash'), testid: 'menu-delete', kind: 'danger', action: () => askDelete(project) },
      ].filter(Boolean),
    }));
}

/** The task that changes the project right now, with its step. */
function UnderWay({ project }) {
  const now = useNow(100);
  const task = project.lastTask;
  if (!task || taskEnded(task)) {
    return null;
  }
  return a({ class: 'underway', href: toTask(task.id), 'data-testid': 'under-way' },
    span({ class: 'strong' }, taskType(task.type)), taskBadge(task.state), h(TaskBar, { task }),
    span({ class: 'number faint' }, elapsed(task.created_at, null, now)), icon('arrow'));
}

function ServiceTable({ project, now }) {
  const usage = useUsage(project);
  if (project.services.length === 0) {
    return p({ class: 'faint' }, project.status === 'INACTIVE' ? 'Nothing runs while the project is paused.' : 'Nothing has been seen of its services yet.');
  }
  return div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'services' },
    thead({}, tr({}, th({ scope: 'col' }, 'Service'), th({ scope: 'col' }, 'State'), th({ scope: 'col' }, 'Version'), th({ scope: 'col' }, 'Processor'), th({ scope: 'col' }, 'Memory'), th({ scope: 'col' }, 'Disk'), th({ scope: 'col' }, 'Last observed'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'What can be done')))),
    tbody({}, project.services.map((service) => tr({ key: service.service, 'data-testid': `service-${service.service}` },
      td({ class: 'cell-name' }, span({ class: 'strong' }, serviceName(service.service)), service.error && span({ class: 'tone-bad-text small-text' }, service.error)),
      td({ class: 'cell-state' }, serviceBadge(service, project.status === 'UNKNOWN')),
      td({ 'data-label': 'Version' }, service.version ? code({}, service.version) : span({ class: 'faint' }, '–')),
      td({ 'data-label': 'Processor', class: 'number' }, percent(usage.get(service.service)?.cpus)),
      td({ 'data-label': 'Memory', class: 'number', title: `Limit: ${size(usage.get(service.service)?.memory_limit_bytes)}` }, size(usage.get(service.service)?.memory_bytes)),
      td({ 'data-label': 'Disk', class: 'number' }, size(usage.get(service.service)?.disk_bytes)),
      td({ 'data-label': 'Last observed', class: 'number' }, time({ datetime: service.observed_at, title: moment(service.observed_at) }, ago(service.observed_at, now))),
      td({ class: 'cell-end' }, possible(project.status).restart && service.service !== 'db_postgres_user'
        && h(ActionButton, { label: 'Restart', title: `Restart ${serviceName(service.service)} alone`, kind: 'quiet small', testid: `restart-${service.service}`, action: () => restartService(project, service.service) })))))));
}

function Recent({ project }) {
  const { tasks } = useStore(live);
  const [state, setState] = useState({ list: null, error: null });
  const load = () => read('/v1/tasks' + query({ project: project.ref, limit: 10 }))
    .then((page) => setState({ list: page.data, error: null }))
    .catch((error) => setState({ list: null, error }));

  useEffect(() => {
    load();
  }, [project.ref]);

  const shown = useMemo(() => {
    const all = new Map((state.list ?? []).map((task) => [task.id, task]));
    [...tasks.values()].filter((task) => task.project === project.ref).forEach((task) => all.set(task.id, task));
    return [...all.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1)).slice(0, 10);
  }, [state.list, tasks, project.ref]);

  if (state.error) {
    return h(Failed, { error: state.error, again: load });
  }
  if (state.list === null && shown.length === 0) {
    return h(Loading, { what: 'tasks' });
  }
  return shown.length === 0 ? p({ class: 'faint' }, 'Nothing was done to it yet.') : h(TaskTable, { tasks: shown, withProject: false });
}
