// Holding the flow of tasks: pauses of queues, task types and organizations, drained workers.
import { put, remove } from './api.js';

const pauseAt = (scope) => `/v1/pauses/${encodeURIComponent(scope)}`;
const drainAt = (worker) => `/v1/workers/${encodeURIComponent(worker)}/drain`;
const why = (reason) => (reason.trim() ? { reason: reason.trim() } : {});

/** What is paused takes in tasks and starts none. */
export const pause = (scope, reason) => put(pauseAt(scope), why(reason));

export const resume = (scope) => remove(pauseAt(scope));

/** A drained worker finishes what it runs and takes nothing new. */
export const drain = (worker, reason) => put(drainAt(worker), why(reason));

export const undrain = (worker) => remove(drainAt(worker));
