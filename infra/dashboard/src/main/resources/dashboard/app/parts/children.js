// The tasks that are cancelled together with this one.
import { h, tags, useMemo } from '../elements.js';
import { query } from '../api.js';
import { live, newer } from '../live.js';
import { useReading } from '../reading.js';
import { toTasks } from '../router.js';
import { useStore } from '../store.js';
import { Failed } from './states.js';
import { TaskTable } from './tasktable.js';

const { div, h2, p, a } = tags;

const SHOWN = 20;

/** Nothing while there are none: most tasks have no children. */
export function Children({ parent }) {
  const { data, error, load } = useReading('/v1/tasks' + query({ parent, limit: SHOWN }));
  const { tasks } = useStore(live);
  const shown = useMemo(() => (data?.data ?? []).map((child) => newer(child, tasks.get(child.id))), [data, tasks]);
  if (error) {
    return h(Failed, { error, again: load });
  }
  return shown.length > 0 && div({ class: 'panel', 'data-testid': 'children' },
    h2({}, 'Children'),
    h(TaskTable, { tasks: shown }),
    data.next && p({}, a({ href: toTasks({ parent }) }, 'All of them')));
}
