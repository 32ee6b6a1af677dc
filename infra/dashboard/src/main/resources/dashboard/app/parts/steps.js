// A task's steps with their times; earlier attempts are folded away below.
import { h, tags } from '../elements.js';
import { elapsed, moment } from '../time.js';
import { outcome, stepName, taskEnded } from '../words.js';
import { icon } from './icons.js';

const { ol, li, span, p, details, summary, div } = tags;

// state: [word for screen readers, tone, icon]
const STATES = {
  pending: ['waiting', 'rest', 'dot'],
  running: ['running', 'moving', null],
  succeeded: ['done', 'good', 'check'],
  completed: ['done', 'good', 'check'],
  skipped: ['was done before', 'good', 'check'],
  failed: ['failed', 'bad', 'cross'],
  undone: ['undone', 'warning', 'undo'],
};

export function Steps({ task, now }) {
  const numbers = [...new Set([...(task.steps ?? []), ...(task.attempts ?? [])].map(({ attempt }) => attempt))].sort((a, b) => b - a);
  const [current, ...earlier] = numbers;
  if (current === undefined) {
    return p({ class: 'faint' }, taskEnded(task) ? 'It took no steps.' : 'No worker has taken it yet.');
  }
  const ended = (task.attempts ?? []).find(({ attempt }) => attempt === current)?.outcome;
  return div({},
    // A task that waits for its next attempt shows the one before, and has to say what became of that.
    !taskEnded(task) && ended && p({ class: 'faint', 'data-testid': 'attempt-outcome' }, `Attempt ${current}: ${outcome(ended)}.`),
    h(AttemptSteps, { task, attempt: current, now, live: true }),
    earlier.map((attempt) => {
      const about = (task.attempts ?? []).find((one) => one.attempt === attempt);
      return details({ key: attempt, class: 'attempt', 'data-testid': `attempt-${attempt}` },
        summary({}, `Attempt ${attempt}`, about?.outcome && ` · ${outcome(about.outcome)}`, about && span({ class: 'faint' }, ` after ${elapsed(about.started_at, about.ended_at, now)}`)),
        about?.error && p({ class: 'tone-bad-text' }, about.error.message ?? String(about.error)),
        h(AttemptSteps, { task, attempt, now }));
    }));
}

function AttemptSteps({ task, attempt, now, live = false }) {
  const steps = (task.steps ?? []).filter((step) => step.attempt === attempt).sort((a, b) => a.step - b.step);
  return ol({ class: 'steps', 'data-testid': live ? 'steps' : null }, steps.map((step) => {
    const [word, tone, picture] = STATES[step.state] ?? [step.state, 'rest', 'dot'];
    return li({ key: step.step, class: `step tone-${tone}`, 'data-testid': live ? `step-${step.step}` : null, 'data-state': step.state },
      span({ class: 'step-sign', 'aria-hidden': 'true' }, picture ? icon(picture) : span({ class: 'spinner' })),
      span({ class: 'step-name' }, stepName(step.name), span({ class: 'offscreen' }, `, ${word}`)),
      span({ class: 'number faint', title: moment(step.started_at) }, step.state === 'skipped' ? word : elapsed(step.started_at, step.ended_at, now)),
      step.error && span({ class: 'step-error tone-bad-text' }, step.error.message ?? step.error));
  }));
}
