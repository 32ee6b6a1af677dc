// Tasks as rows.
import { h, tags } from '../elements.js';
import { projects } from '../projects.js';
import { toProject, toTask } from '../router.js';
import { useStore } from '../store.js';
import { ago, elapsed, moment, useNow } from '../time.js';
import { taskEnded, taskType } from '../words.js';
import { taskBadge } from './badge.js';
import { TaskBar } from './progress.js';

const { div, table, thead, tbody, tr, th, td, a, span, time } = tags;

/** Rows of tasks; `action` gives each a last cell. */
export function TaskTable({ tasks, withProject = true, action = null }) {
  const now = useNow();
  const { list } = useStore(projects);
  const nameOf = new Map(list.map((project) => [project.ref, project.name]));
  return div({ class: 'table-box' },
    table({ class: 'table tasks', 'data-testid': 'tasks' },
      thead({}, tr({},
        th({ scope: 'col' }, 'Task'), th({ scope: 'col' }, 'State'), withProject && th({ scope: 'col' }, 'Project'),
        th({ scope: 'col' }, 'Progress'), th({ scope: 'col' }, 'Took'), th({ scope: 'col' }, 'Created'), action && th({ scope: 'col' }, span({ class: 'offscreen' }, 'Action')))),
      tbody({}, tasks.map((task) => tr({ key: task.id, 'data-testid': `task-${task.id}` },
        td({ class: 'cell-name' }, a({ href: toTask(task.id), class: 'strong', 'data-testid': 'task-link' }, taskType(task.type)), span({ class: 'ref' }, task.type)),
        td({ class: 'cell-state' }, taskBadge(task.state)),
        withProject && td({ 'data-label': 'Project' }, task.project
          ? (nameOf.has(task.project) ? a({ href: toProject(task.project) }, nameOf.get(task.project)) : span({ class: 'ref' }, task.project))
          : span({ class: 'faint' }, '–')),
        td({ 'data-label': 'Progress' }, progressOf(task)),
        td({ 'data-label': 'Took', class: 'number' }, elapsed(task.started_at, task.ended_at, now) || span({ class: 'faint' }, '–')),
        td({ 'data-label': 'Created', class: 'number' }, time({ datetime: task.created_at, title: moment(task.created_at) }, ago(task.created_at, now))),
        action && td({ class: 'cell-action' }, action(task)))))));
}

function progressOf(task) {
  if (task.error && task.state !== 'succeeded') {
    return span({ class: 'clip tone-bad-text', title: task.error.message }, task.error.message);
  }
  return taskEnded(task)
    ? span({ class: 'faint' }, task.progress?.total ? `${task.progress.completed}/${task.progress.total} steps` : '–')
    : h(TaskBar, { task });
}
