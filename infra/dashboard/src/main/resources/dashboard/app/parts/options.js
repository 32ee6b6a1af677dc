// How a task is run where that is not as usual, as facts: [name, value].
import { tags } from '../elements.js';
import { toTask } from '../router.js';
import { period } from '../time.js';

const { a } = tags;

export function optionsOf(task) {
  const { retry, concurrency } = task;
  const backoff = retry?.backoff;
  return [
    ['Priority', task.priority ? String(task.priority) : null],
    ['Waits at most', period(task.queue_timeout)],
    ['An attempt takes at most', period(task.run_timeout)],
    ['May be silent for', period(task.silence_timeout)],
    ['All attempts take at most', period(task.budget)],
    ['Tried at most', retry && `${retry.max_attempts} ${retry.max_attempts === 1 ? 'time' : 'times'}`],
    ['Between attempts', backoff && `${period(backoff.base)}, ${backoff.kind}${backoff.kind === 'fixed' ? '' : ` up to ${period(backoff.cap)}`}`],
    ['Not beside', concurrency && `${concurrency.key} (${concurrency.policy.replaceAll('_', ' ')})`],
    ['Needs a worker with', Object.entries(task.worker_labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ')],
    ['Parent', task.parent && a({ href: toTask(task.parent), class: 'ref' }, task.parent)],
  ].filter(([, value]) => value);
}
