// What the installation tells as it happens: one stream, a snapshot and then changes, kept in a store.
import { EventParser, follow } from './sse.js';
import { Store } from './store.js';

const NOTHING = { connection: 'connecting', reason: null, ready: false, refused: null, tasks: new Map(), stacks: new Map() };
const HIDDEN_FOR = 60_000;

/** { connection: 'connecting'|'live'|'reconnecting', ready, refused, tasks by id, stacks by reference } */
export const live = new Store(NOTHING);

let stop = () => {};

/** Begins to follow; gives what ends it. */
export function startLive() {
  let parser = new EventParser();
  let control = null;
  let hiding = null;

  const connect = () => {
    control = new AbortController();
    follow('/v1/events', { signal: control.signal, parser, onEvent: apply, onState: stand })
      .catch((failure) => live.update({ connection: 'reconnecting', refused: failure }));
  };
  // A browser opens few connections to one origin: a tab that nobody looks at gives its own back.
  const visibility = () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => control?.abort(), HIDDEN_FOR);
    } else if (control?.signal.aborted) {
      connect();
    }
  };

  document.addEventListener('visibilitychange', visibility);
  connect();
  stop = () => {
    document.removeEventListener('visibilitychange', visibility);
    clearTimeout(hiding);
    control.abort();
    live.set(NOTHING);
  };
}

export const stopLive = () => stop();

function stand(connection, reason = null) {
  live.update({ connection, reason });
}

function apply(event) {
  if (event.data === '') {
    return;
  }
  const payload = JSON.parse(event.data);
  if (event.name === 'snapshot') {
    changes = [];
    live.update({
      ready: true,
      tasks: new Map(payload.tasks.map((task) => [task.id, task])),
      stacks: new Map(payload.stacks.map((stack) => [stack.project, stack])),
    });
  } else if (event.name === 'task' || event.name === 'stack') {
    changes.push(payload);
    flushing ??= setTimeout(flush, FLUSH_EVERY);
  }
}

// A flood of changes is drawn a few times a second and not once for each.
const FLUSH_EVERY = 60;
let changes = [];
let flushing = null;

function flush() {
  flushing = null;
  const tasks = new Map(live.get().tasks);
  const stacks = new Map(live.get().stacks);
  for (const { task, stack } of changes) {
    if (task) {
      keepNewer(tasks, task.id, task);
    } else if (stack) {
      keepNewer(stacks, stack.project, stack);
    }
  }
  changes = [];
  live.update({ tasks: withoutOldest(tasks), stacks });
}

// Events can come twice; an entity's version says which one is newer.
function keepNewer(known, id, entity) {
  if ((known.get(id)?.version ?? 0) <= (entity.version ?? 0)) {
    known.set(id, entity);
  }
}

/** A task as it was listed, or as the stream has told of it since. */
export const newer = (listed, told) => (told && (told.version ?? 0) >= (listed.version ?? 0) ? told : listed);

const MOST_TASKS = 500;

function withoutOldest(tasks) {
  if (tasks.size <= MOST_TASKS) {
    return tasks;
  }
  const ended = [...tasks.values()].filter((task) => task.ended_at).sort((a, b) => (a.ended_at < b.ended_at ? -1 : 1));
  ended.slice(0, tasks.size - MOST_TASKS).forEach((task) => tasks.delete(task.id));
  return tasks;
}
