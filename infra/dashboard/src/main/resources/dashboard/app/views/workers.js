// Who runs the tasks: administrators see them, and drain one before it goes.
import { h, tags, useState } from '../elements.js';
import { drain, undrain } from '../flow.js';
import { live } from '../live.js';
import { tell } from '../parts/announce.js';
import { workerBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { Hold, held } from '../parts/hold.js';
import { icon } from '../parts/icons.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { toTask } from '../router.js';
import { useStore } from '../store.js';
import { ago, moment } from '../time.js';
import { taskType } from '../words.js';

const { div, h2, p, a, span, table, thead, tbody, tr, th, td, time } = tags;

const FORBIDDEN = 403;
const MOST_SHOWN = 4;

/** The workers as they were read: { data, error, load }. Nothing for those who may not see them. */
export function Workers({ data, error, load, now }) {
  const { tasks } = useStore(live);
  const [draining, setDraining] = useState(null);
  if (error?.status === FORBIDDEN) {
    return null;
  }
  const running = Object.groupBy([...tasks.values()].filter(({ state }) => state === 'running'), ({ worker }) => worker ?? '');
  return div({ class: 'panel', 'data-testid': 'workers-panel' },
    h2({}, 'Workers'),
    error && h(Failed, { error, again: load }),
    !data && !error && h(Loading, { what: 'workers' }),
    data && (data.data.length === 0
      ? h(Empty, { title: 'No worker is registered', testid: 'no-workers' }, p({}, 'Tasks wait until one is started.'))
      : div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'workers' },
        thead({}, tr({},
          th({ scope: 'col' }, 'Worker'), th({ scope: 'col' }, 'State'), th({ scope: 'col', title: 'Tasks at once; some slots are kept for critical ones' }, 'Busy'),
          th({ scope: 'col' }, 'Runs'), th({ scope: 'col' }, 'Heard'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
        tbody({}, data.data.map((worker) => h(Row, { key: worker.id, worker, tasks: running[worker.id] ?? [], now, load, setDraining })))))),
    draining && h(Hold, {
      title: `Drain ${draining}?`, submit: 'Drain', onClose: () => setDraining(null),
      meaning: 'It finishes what it runs and takes nothing new. Other workers take what waits.',
      hold: async (reason) => {
        await drain(draining, reason);
        tell(`${draining} takes nothing new.`);
        load();
      },
    }));
}

function Row({ worker, tasks, now, load, setDraining }) {
  const labels = Object.entries(worker.labels ?? {});
  const again = async () => {
    await undrain(worker.id);
    tell(`${worker.id} takes tasks again.`);
    await load();
  };
  return tr({ 'data-testid': `worker-${worker.id}` },
    td({ class: 'cell-name' }, span({ class: 'strong' }, worker.id),
      labels.length > 0 && span({ class: 'labels' }, labels.map(([name, value]) => span({ key: name, class: 'label' }, `${name}=${value}`)))),
    td({ class: 'cell-state' }, workerBadge(worker.state), worker.drained && held(worker.drained, now)),
    td({ 'data-label': 'Busy', class: 'number', title: `${worker.critical_slots} for critical tasks, ${worker.shared_slots} for all` }, span({}, `${worker.running} of ${worker.critical_slots + worker.shared_slots}`)),
    td({ 'data-label': 'Runs' }, tasks.length === 0 ? span({ class: 'faint' }, '–') : span({ class: 'running-tasks' },
      tasks.slice(0, MOST_SHOWN).map((task) => a({ key: task.id, href: toTask(task.id) }, taskType(task.type))),
      tasks.length > MOST_SHOWN && span({ class: 'faint' }, `and ${tasks.length - MOST_SHOWN} more`))),
    td({ 'data-label': 'Heard', class: 'number' }, time({ datetime: worker.heartbeat_at, title: moment(worker.heartbeat_at) }, ago(worker.heartbeat_at, now))),
    td({ class: 'cell-actions' }, worker.drained
      ? h(ActionButton, { key: 'undrain', label: 'Take tasks again', icon: icon('play'), kind: 'quiet', testid: 'undrain', action: again })
      : h(ActionButton, { key: 'drain', label: 'Drain', icon: icon('pause'), kind: 'quiet', testid: 'drain', action: async () => setDraining(worker.id) })));
}
