// All tasks, newest first: a page from the API, kept current by the live stream.
import { h, tags, useEffect, useMemo, useState } from '../elements.js';
import { post, query, read } from '../api.js';
import { live, newer } from '../live.js';
import { ActionButton } from '../parts/button.js';
import { icon } from '../parts/icons.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { TaskTable } from '../parts/tasktable.js';
import { projects } from '../projects.js';
import { go, toTask, toTasks } from '../router.js';
import { useStore } from '../store.js';
import { QUEUE_NAMES, TASK_STATE_NAMES, queueName, taskState } from '../words.js';

const { section, div, form, h1, p, select, option, input, label, span, a } = tags;

const PAGE = 50;
const DEAD = 'dead';
const GROUPS = { open: 'scheduled,queued,running,retrying', ended: 'succeeded,failed,cancelled,expired,superseded' };
const TEXTS = { type: 'Type, such as platform.probe', label: 'Label, such as team=a', q: 'Id or error code' };

const among = (state) => (state === '' ? null : new Set((GROUPS[state] ?? state).split(',')));

/** What the address asks for; everything the list shows follows from it. */
const asked = (search) => Object.fromEntries(['state', 'queue', 'type', 'project', 'label', 'parent', 'q'].map((name) => [name, search.get(name) ?? '']));

const pathOf = ({ state, ...others }, after) => (state === DEAD
  ? '/v1/dead-letters' + query({ ...others, limit: PAGE, after })
  : '/v1/tasks' + query({ ...others, state: GROUPS[state] ?? state, limit: PAGE, after }));

export function Tasks({ search }) {
  const filters = asked(search);
  const address = search.toString();
  const { tasks: current } = useStore(live);
  const { organizations, list: known } = useStore(projects);
  const [pages, setPages] = useState({ list: null, next: null, error: null });
  const dead = filters.state === DEAD;
  const narrowed = Boolean(filters.queue || filters.type || filters.parent || filters.project || filters.label || filters.q);

  const load = async (after) => {
    try {
      const page = await read(pathOf(filters, after));
      setPages((before) => ({ list: [...(after ? before.list : []), ...page.data], next: page.next ?? null, error: null }));
    } catch (error) {
      setPages((before) => ({ ...before, error }));
    }
  };

  useEffect(() => {
    setPages({ list: null, next: null, error: null });
    load();
  }, [address]);

  // What began since is put above the page only where the state alone decides whether it belongs there.
  const shown = useMemo(
    () => (dead ? pages.list ?? [] : withLive(pages.list ?? [], narrowed ? null : current, current, among(filters.state))),
    [pages.list, current, address]);

  const replay = async (task) => {
    await post(`/v1/dead-letters/${encodeURIComponent(task.id)}/replay`);
    setPages((before) => ({ ...before, list: before.list.filter((other) => other.id !== task.id) }));
  };

  return section({ 'aria-labelledby': 'tasks-title' },
    div({ class: 'head' },
      div({}, h1({ id: 'tasks-title' }, dead ? 'Dead letters' : 'Tasks'), p({ class: 'faint' }, dead
        ? 'Tasks that were given up for good. Replaying one starts it anew and takes it off this list.'
        : 'Everything that takes a while is a task: it can be watched, cancelled and looked up later.')),
      div({ class: 'head-end' },
        organizations.length > 0 && h(ActionButton, { label: 'Run a probe', icon: icon('play'), testid: 'run-probe', title: 'A harmless task that shows whether the installation works', action: () => probe(organizations[0].slug) }))),
    h(Filters, { filters, known }),
    pages.error && h(Failed, { error: pages.error, again: () => load() }),
    pages.list === null && !pages.error && h(Loading, { what: 'tasks' }),
    pages.list !== null && (shown.length === 0
      ? h(Empty, { title: dead ? 'Nothing was given up' : address ? 'No task fits' : 'No tasks yet', testid: 'no-tasks' }, p({}, address ? 'Choose other filters to see more.' : 'Creating a project starts the first one.'))
      : h(TaskTable, {
        tasks: shown,
        action: dead ? (task) => h(ActionButton, { label: 'Replay', testid: `replay-${task.id}`, title: task.reason === 'attempts_spent' ? 'Its attempts were spent' : 'Trying again was not expected to help', action: () => replay(task) }) : null,
      })),
    pages.next && div({ class: 'more' }, h(ActionButton, { label: 'Show more', testid: 'show-more', action: () => load(pages.next) })));
}

// Each change goes into the address first, so that a list can be bookmarked and sent to somebody.
function Filters({ filters, known }) {
  const change = (name) => (event) => go(toTasks({ ...filters, [name]: event.target.value.trim() }));
  const field = (name) => [
    label({ class: 'offscreen', for: `task-${name}` }, TEXTS[name]),
    input({ id: `task-${name}`, key: `${name}=${filters[name]}`, 'data-testid': `filter-${name}`, class: 'filter', placeholder: TEXTS[name], defaultValue: filters[name], onChange: change(name), spellcheck: false }),
  ];
  return form({ class: 'filters', role: 'search', onSubmit: (event) => event.preventDefault() },
    label({ class: 'offscreen', for: 'task-state' }, 'State'),
    select({ id: 'task-state', 'data-testid': 'filter-state', value: filters.state, onChange: change('state') },
      option({ value: '' }, 'All states'),
      option({ value: 'open' }, 'Under way'),
      option({ value: 'ended' }, 'Ended'),
      option({ value: DEAD }, 'Dead letters'),
      TASK_STATE_NAMES.map((state) => option({ key: state, value: state }, taskState(state).label))),
    label({ class: 'offscreen', for: 'task-project' }, 'Project'),
    select({ id: 'task-project', 'data-testid': 'filter-project', value: filters.project, onChange: change('project') },
      option({ value: '' }, 'All projects'),
      known.map((project) => option({ key: project.ref, value: project.ref }, project.name))),
    label({ class: 'offscreen', for: 'task-queue' }, 'Queue'),
    select({ id: 'task-queue', 'data-testid': 'filter-queue', value: filters.queue, onChange: change('queue') },
      option({ value: '' }, 'All queues'),
      QUEUE_NAMES.map((queue) => option({ key: queue, value: queue }, queueName(queue)))),
    field('type'), field('label'), field('q'),
    filters.parent && span({ class: 'label' }, 'Children of ', a({ href: toTask(filters.parent), class: 'ref' }, filters.parent.slice(0, 8)), ' ',
      a({ href: toTasks({ ...filters, parent: '' }), 'aria-label': 'Show tasks of every parent' }, icon('cross'))));
}

async function probe(organization) {
  const { data } = await post('/v1/tasks', { type: 'platform.probe', organization, input: { steps: 5, step_duration: 'PT0.8S', log_lines: 2 } });
  go(toTask(data.id));
}

// The page's rows as they stand now, and above them what began since; a row that left the filter goes.
function withLive(list, beginning, current, states) {
  const known = new Set(list.map((task) => task.id));
  const newest = list[0]?.created_at ?? '';
  const begun = [...(beginning?.values() ?? [])].filter((task) => !known.has(task.id) && task.created_at >= newest);
  return [...begun, ...list.map((task) => newer(task, current.get(task.id)))]
    .filter((task) => !states || states.has(task.state))
    .sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
}
