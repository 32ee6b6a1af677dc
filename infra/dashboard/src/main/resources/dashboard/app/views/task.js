// One task: its steps as they happen, its attempts, its log, and what can be done about it.
import { h, tags, useEffect, useRef, useState } from '../elements.js';
import { post, read } from '../api.js';
import { live } from '../live.js';
import { tell } from '../parts/announce.js';
import { taskBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { Dialog, Field } from '../parts/dialog.js';
import { Children } from '../parts/children.js';
import { icon } from '../parts/icons.js';
import { optionsOf } from '../parts/options.js';
import { Position } from '../parts/position.js';
import { Copy } from '../parts/secret.js';
import { Failed, Loading } from '../parts/states.js';
import { Steps } from '../parts/steps.js';
import { TaskLog } from '../parts/tasklog.js';
import { projects } from '../projects.js';
import { toProject, toTask, toTasks } from '../router.js';
import { useStore } from '../store.js';
import { ago, elapsed, moment, useNow } from '../time.js';
import { queueName, taskEnded, taskType } from '../words.js';

const { section, div, h1, h2, p, a, nav, span, dl, dt, dd, details, summary, pre, time, code } = tags;

const WAITING = new Set(['scheduled', 'queued', 'retrying']);

/** The task with its steps, read again whenever the stream tells of a newer version. */
function useTask(id) {
  const told = useStore(live).tasks.get(id);
  const [state, setState] = useState({ task: null, error: null });
  const reading = useRef(false);
  const again = useRef(false);

  const load = async () => {
    if (reading.current) {
      again.current = true; // something changed while the last answer was under way
      return;
    }
    reading.current = true;
    try {
      const task = await read(`/v1/tasks/${encodeURIComponent(id)}`);
      setState({ task, error: null });
    } catch (error) {
      setState((before) => ({ ...before, error }));
    }
    reading.current = false;
    if (again.current) {
      again.current = false;
      load();
    }
  };

  useEffect(() => {
    load();
  }, [id, told?.version, told?.state]);
  return { ...state, load };
}

export function Task({ id }) {
  const { task, error, load } = useTask(id);
  if (!task) {
    return error ? h(Failed, { error: error.status === 404 ? new Error('There is no such task, or it is not yours to see.') : error, again: load }) : h(Loading, { what: 'task' });
  }
  return h(TaskPage, { task, load });
}

function TaskPage({ task, load }) {
  const [cancelling, setCancelling] = useState(false);
  const ended = taskEnded(task);
  const now = useNow(ended ? 10_000 : 100);
  const { list } = useStore(projects);
  const project = list.find(({ ref }) => ref === task.project);

  return section({ 'aria-labelledby': 'task-title', 'data-testid': 'task-page' },
    nav({ class: 'crumbs', 'aria-label': 'Breadcrumb' },
      project ? [a({ href: toProject(project.ref) }, project.name)] : [a({ href: toTasks() }, 'Tasks')], span({ 'aria-hidden': 'true' }, '/'), span({}, taskType(task.type))),
    div({ class: 'head' },
      div({},
        h1({ id: 'task-title' }, taskType(task.type), project && ` ${project.name}`, ' ', taskBadge(task.state)),
        p({ class: 'faint', role: 'status' }, headline(task, now)),
        WAITING.has(task.state) && h(Position, { id: task.id })),
      div({ class: 'head-end' },
        !ended && h(ActionButton, { label: task.cancel_requested ? 'Stop by force' : 'Cancel', icon: icon('cross'), testid: 'cancel-task', action: async () => setCancelling(true) }))),
    task.error && task.state !== 'succeeded' && div({ class: `notice ${task.state === 'retrying' ? 'tone-warning' : 'tone-bad'}`, 'data-testid': 'task-error' },
      p({}, task.error.message), p({ class: 'small-text faint' }, code({}, task.error.code), task.error.retryable ? ' · may be tried again' : ' · trying again would not help')),
    div({ class: 'columns' },
      div({ class: 'panel' }, h2({}, 'Steps'), h(Steps, { task, now })),
      div({ class: 'panel' }, h2({}, 'Facts'), h(Facts, { task, now }))),
    h(Children, { parent: task.id }),
    div({ class: 'panel' }, h(TaskLog, { id: task.id })),
    cancelling && h(Cancel, { task, onClose: () => setCancelling(false), onDone: load }));
}

function headline(task, now) {
  const took = elapsed(task.started_at ?? task.created_at, task.ended_at, now);
  switch (task.state) {
    case 'scheduled': return `Due ${moment(task.run_at)}`;
    case 'queued': return task.attempt ? 'Waiting to go on where it stopped' : `Waiting for a worker for ${took}`;
    case 'running': return `${task.cancel_requested ? 'Stopping, as asked' : 'Running'} for ${took}`;
    case 'retrying': return 'Waiting for its next attempt';
    case 'superseded': return 'A newer request took its place';
    default: return `After ${took}, ${ago(task.ended_at, now)}`;
  }
}

function Facts({ task, now }) {
  const fact = (name, value, testid) => value && [dt({}, name), dd({ 'data-testid': testid }, value)];
  const labels = Object.entries(task.labels ?? {});
  const results = Object.entries(task.result ?? {});
  return [
    dl({ class: 'facts' },
      fact('Id', span({ class: 'ref' }, task.id, ' ', h(Copy, { what: 'task id', value: () => task.id, testid: 'task-id-copy' }))),
      fact('Type', code({}, task.type)),
      fact('Queue', task.queue && queueName(task.queue)),
      fact('Created', time({ datetime: task.created_at, title: moment(task.created_at) }, ago(task.created_at, now))),
      fact('Attempt', task.attempt ? String(task.attempt) : null),
      fact('Worker', task.worker && span({ class: 'ref' }, task.worker)),
      fact('Repeats', task.retry_of && a({ href: toTask(task.retry_of), class: 'ref' }, task.retry_of)),
      labels.length > 0 && fact('Labels', span({ class: 'labels' }, labels.map(([name, value]) => span({ key: name, class: 'label' }, `${name}=${value}`))), 'labels'),
      optionsOf(task).map(([name, value]) => fact(name, value, 'option')),
      results.map(([name, value]) => fact(name.replaceAll('_', ' '), String(value)))),
    details({ class: 'input' }, summary({}, 'Input'), pre({}, JSON.stringify(task.input ?? {}, null, 2))),
  ];
}

function Cancel({ task, onClose, onDone }) {
  const force = Boolean(task.cancel_requested);
  const [reason, setReason] = useState('');
  const cancel = async () => {
    await post(`/v1/tasks/${encodeURIComponent(task.id)}/cancel`, { ...(reason.trim() ? { reason: reason.trim() } : {}), ...(force ? { force: true } : {}) });
    tell(force ? 'Stopping it by force.' : 'Asked it to stop.');
    onDone();
  };
  return h(Dialog, { title: force ? 'Stop by force?' : 'Cancel this task?', testid: 'cancel-dialog', submit: force ? 'Stop by force' : 'Cancel the task', dismiss: 'Let it run', kind: 'danger', onSubmit: cancel, onClose },
    p({}, force
      ? 'It was asked to stop and has not done so yet. By force it ends at once; what it left half done is cleared up by a repair.'
      : 'It stops at the next safe place and undoes what should not stay.'),
    h(Field, { id: 'cancel-reason', title: 'Reason', hint: 'Optional, kept with the task.', maxlength: 200, value: reason, onInput: (event) => setReason(event.target.value) }));
}
