// What a task waits for, and how many are before it.
import { h, tags } from '../elements.js';
import { useReading } from '../reading.js';
import { toTask } from '../router.js';
import { moment } from '../time.js';
import { plain, queueName, taskType } from '../words.js';

const { div, p, a } = tags;

const AGAIN = 3_000;

/** Nothing while nobody can say: the task's own state is shown beside it. */
export function Position({ id }) {
  const { data } = useReading(`/v1/tasks/${encodeURIComponent(id)}/position`, AGAIN);
  return data?.waits_for && div({ class: 'faint small-text', 'data-testid': 'position' },
    p({}, waitsFor(data)),
    (data.held_back_by ?? []).map((obstacle) => p({ key: `${obstacle.reason} ${obstacle.scope ?? ''}` }, heldBackBy(obstacle))));
}

function waitsFor({ waits_for: what, due_at: due, queue, holder, ...position }) {
  switch (what) {
    case 'intake': return 'A worker has still to take it in.';
    case 'time': return `Its time is ${moment(due)}.`;
    case 'retry': return `Its next attempt is due ${moment(due)}.`;
    case 'earlier_change': return 'An earlier change of its project is still on its way.';
    case 'lane': return [`${tasks(position)} before it in its lane`, holder && [', first ', a({ href: toTask(holder.task) }, taskType(holder.type)), ` (${holder.phase})`], '.'];
    case 'turn': return `${tasks(position)} of its organization before it in ${queueName(queue)}.`;
    default: return plain(what);
  }
}

const tasks = ({ ahead, more }) => `${more ? 'More than ' : ''}${ahead} ${ahead === 1 ? 'task' : 'tasks'}`;

function heldBackBy({ reason, scope, by, words, running, rate, worker_labels: labels }) {
  switch (reason) {
    case 'paused': return `${scope} is paused by ${by}${words ? `: ${words}` : ''}.`;
    case 'limit_reached': return `As many of ${scope} run as may: ${running}.`;
    case 'rate_reached': return `As many of ${scope} have started as may: ${rate.tasks} per ${rate.per}.`;
    case 'no_worker': return Object.keys(labels).length > 0 ? `No worker that takes tasks has ${Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(', ')}.` : 'No worker takes tasks.';
    default: return plain(reason);
  }
}
