// A state in a word, a shape and a colour: never by colour alone.
import { names, tags } from '../elements.js';
import { domainState, projectState, scheduleState, taskState, workerState } from '../words.js';

const { span } = tags;

const badge = ({ label, tone, meaning }, testid, state) =>
  span({ class: names('badge', `tone-${tone}`), title: meaning || null, 'data-testid': testid, 'data-state': state },
    span({ class: 'badge-shape', 'aria-hidden': 'true' }), label);

export const projectBadge = (status) => badge(projectState(status), 'project-state', status);

export const taskBadge = (state) => badge(taskState(state), 'task-state', state);

export const scheduleBadge = (state) => badge(scheduleState(state), 'schedule-state', state);

export const workerBadge = (state) => badge(workerState(state), 'worker-state', state);

export const domainBadge = (state) => badge(domainState(state), 'domain-state', state);

export const queueBadge = (paused) =>
  badge(paused ? { label: 'Paused', tone: 'warning' } : { label: 'Open', tone: 'good' }, 'queue-state', paused ? 'paused' : 'open');

/** A service as it was last seen; what nobody can see now is not called healthy. */
export function serviceBadge(service, unseen) {
  const [label, tone] = unseen ? ['Not visible', 'warning'] : service.healthy ? ['Healthy', 'good'] : ['Unhealthy', 'bad'];
  return badge({ label, tone }, 'service-state', label);
}
