// All tasks, newest first: a page from the API, kept current by the live stream.
import { h, tags, useEffect, useMemo, useState } from '../elements.js';
import { post, query, read } from '../api.js';
import { live } from '../live.js';
import { ActionButton } from '../parts/button.js';
import { icon } from '../parts/icons.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { TaskTable } from '../parts/tasktable.js';
import { projects } from '../projects.js';
import { go, toTask, toTasks } from '../router.js';
import { useStore } from '../store.js';
import { TASK_STATE_NAMES, taskState } from '../words.js';

const { section, div, h1, p, select, option, label } = tags;

const PAGE = 50;
const GROUPS = { open: 'scheduled,queued,running,retrying', ended: 'succeeded,failed,cancelled,expired,superseded' };

const among = (filter) => (filter === '' ? null : new Set((GROUPS[filter] ?? filter).split(',')));

export function Tasks({ search }) {
  const filter = search.get('state') ?? '';
  const { tasks: current } = useStore(live);
  const { organizations } = useStore(projects);
  const [pages, setPages] = useState({ list: null, next: null, error: null });

  const load = async (after) => {
    try {
      const page = await read('/v1/tasks' + query({ state: GROUPS[filter] ?? filter, limit: PAGE, after }));
      setPages((before) => ({ list: [...(after ? before.list : []), ...page.data], next: page.next ?? null, error: null }));
    } catch (error) {
      setPages((before) => ({ ...before, error }));
    }
  };

  useEffect(() => {
    setPages({ list: null, next: null, error: null });
    load();
  }, [filter]);

  const shown = useMemo(() => withLive(pages.list ?? [], current, among(filter)), [pages.list, current, filter]);

  return section({ 'aria-labelledby': 'tasks-title' },
    div({ class: 'head' },
      div({}, h1({ id: 'tasks-title' }, 'Tasks'), p({ class: 'faint' }, 'Everything that takes a while is a task: it can be watched, cancelled and looked up later.')),
      div({ class: 'head-end' },
        label({ class: 'offscreen', for: 'task-state' }, 'State'),
        select({ id: 'task-state', 'data-testid': 'filter-state', value: filter, onChange: (event) => go(toTasks(event.target.value)) },
          option({ value: '' }, 'All states'),
          option({ value: 'open' }, 'Under way'),
          option({ value: 'ended' }, 'Ended'),
          TASK_STATE_NAMES.map((state) => option({ key: state, value: state }, taskState(state).label))),
        organizations.length > 0 && h(ActionButton, { label: 'Run a probe', icon: icon('play'), testid: 'run-probe', title: 'A harmless task that shows whether the installation works', action: () => probe(organizations[0].slug) }))),
    pages.error && h(Failed, { error: pages.error, again: () => load() }),
    pages.list === null && !pages.error && h(Loading, { what: 'tasks' }),
    pages.list !== null && (shown.length === 0
      ? h(Empty, { title: filter ? 'No task is in that state' : 'No tasks yet', testid: 'no-tasks' }, p({}, filter ? 'Choose another state to see more.' : 'Creating a project starts the first one.'))
      : h(TaskTable, { tasks: shown })),
    pages.next && div({ class: 'more' }, h(ActionButton, { label: 'Show more', testid: 'show-more', action: () => load(pages.next) })));
}

async function probe(organization) {
  const { data } = await post('/v1/tasks', { type: 'platform.probe', organization, input: { steps: 5, step_duration: 'PT0.8S', log_lines: 2 } });
  go(toTask(data.id));
}

// The page's rows as they stand now, and above them what began since; a row that left the filter goes.
function withLive(list, current, states) {
  const known = new Set(list.map((task) => task.id));
  const newest = list[0]?.created_at ?? '';
  const begun = [...current.values()].filter((task) => !known.has(task.id) && task.created_at >= newest);
  return [...begun, ...list.map((task) => newer(task, current.get(task.id)))]
    .filter((task) => !states || states.has(task.state))
    .sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
}

const newer = (listed, told) => (told && (told.version ?? 0) >= (listed.version ?? 0) ? told : listed);
