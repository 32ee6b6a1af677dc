// How far a task is.
import { tags } from '../elements.js';
import { stepName } from '../words.js';

const { div, progress, span } = tags;

/** A bar with the step's name; without a known number of steps the bar only says that it moves. */
export function TaskBar({ task }) {
  const { completed = 0, total = 0, step } = task.progress ?? {};
  const known = total > 0;
  return div({ class: 'taskbar' },
    progress({ 'aria-label': 'Progress', max: known ? total : null, value: known ? completed : null }),
    span({ class: 'faint' }, known ? `${completed}/${total}` : '', step ? ` ${stepName(step)}` : ''));
}
