// Queues and workers: what waits, what is held and why, and who runs the tasks.
import { Fragment, h, tags, useState } from '../elements.js';
import { pause, resume } from '../flow.js';
import { tell } from '../parts/announce.js';
import { queueBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { Hold, held } from '../parts/hold.js';
import { icon } from '../parts/icons.js';
import { Failed, Loading } from '../parts/states.js';
import { useReading } from '../reading.js';
import { toTasks } from '../router.js';
import { age, moment, useNow } from '../time.js';
import { queueMeaning, queueName, taskType } from '../words.js';
import { Workers } from './workers.js';

const { section, div, h1, h2, p, a, code, span, table, thead, tbody, tr, th, td, time, ul, li } = tags;

const EVERY = 3_000;

export function Queues() {
  const now = useNow();
  const { data, error, load } = useReading('/v1/queues', EVERY);
  const workers = useReading('/v1/workers', EVERY);
  // Only administrators are shown the workers, and only they may hold anything.
  const administrator = workers.data !== null;
  const [holding, setHolding] = useState(null);
  const elsewhere = data?.pauses.filter(({ scope }) => !scope.startsWith('queue:')) ?? [];

  return section({ 'aria-labelledby': 'queues-title', 'data-testid': 'queues-page' },
    div({ class: 'head' }, div({}, h1({ id: 'queues-title' }, 'Queues and workers'),
      p({ class: 'faint' }, 'What waits for a worker. A queue that is paused goes on taking tasks in; none of them starts.'))),
    error && h(Failed, { error, again: load }),
    !data && !error && h(Loading, { what: 'queues' }),
    data && div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'queues' },
      thead({}, tr({},
        th({ scope: 'col' }, 'Queue'), th({ scope: 'col' }, 'State'), th({ scope: 'col' }, 'Waiting'), th({ scope: 'col' }, 'Running'),
        th({ scope: 'col' }, 'Oldest waits'), administrator && th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
      tbody({}, data.data.map((queue) => h(Row, { key: queue.name, queue, now, administrator, load, setHolding }))))),
    data?.unserved.length > 0 && div({ class: 'notice tone-warning', 'data-testid': 'unserved' }, data.unserved.map(({ type, worker_labels: labels, depth, reason }) =>
      p({ key: type + labelled(labels) }, `${depth} × ${taskType(type)} wait. ${reason} `, code({}, labelled(labels))))),
    elsewhere.length > 0 && div({ class: 'panel', 'data-testid': 'pauses' }, h2({}, 'Also paused'),
      ul({ class: 'held-list' }, elsewhere.map((one) => li({ key: one.scope },
        div({}, code({}, one.scope), ' ', held(one, now)),
        administrator && h(ActionButton, { label: 'Resume', icon: icon('play'), kind: 'quiet', action: () => goOn(one.scope, load) }))))),
    h(Workers, { ...workers, now }),
    holding && h(Hold, {
      title: `Pause the queue ${queueName(holding)}?`, submit: 'Pause', onClose: () => setHolding(null),
      meaning: 'Its tasks wait until it is resumed. What runs now goes on to its end.',
      hold: async (reason) => {
        await pause(`queue:${holding}`, reason);
        tell(`Paused ${queueName(holding)}.`);
        load();
      },
    }));
}

async function goOn(scope, load) {
  await resume(scope);
  tell(`${scope.replace(':', ' ')} goes on.`);
  await load();
}

function Row({ queue, now, administrator, load, setHolding }) {
  const { name, depth, running, oldest_at: oldest, paused, organizations } = queue;
  return h(Fragment, {},
    tr({ 'data-testid': `queue-${name}` },
      td({ class: 'cell-name' }, a({ href: toTasks({ state: 'open', queue: name }), class: 'strong' }, queueName(name)), span({ class: 'faint small-text' }, queueMeaning(name))),
      td({ class: 'cell-state' }, queueBadge(paused), paused && held(paused, now)),
      td({ 'data-label': 'Waiting', class: 'number', 'data-testid': 'depth' }, span({}, depth)),
      td({ 'data-label': 'Running', class: 'number' }, span({}, running ?? '–')),
      td({ 'data-label': 'Oldest waits', class: 'number' }, waits(oldest, now)),
      administrator && td({ class: 'cell-actions' }, paused
        ? h(ActionButton, { key: 'resume', label: 'Resume', icon: icon('play'), kind: 'quiet', testid: `resume-${name}`, action: () => goOn(`queue:${name}`, load) })
        : h(ActionButton, { key: 'pause', label: 'Pause', icon: icon('pause'), kind: 'quiet', testid: `pause-${name}`, action: async () => setHolding(name) }))),
    organizations.length > 1 && organizations.map((share) => tr({ key: share.organization, class: 'share' },
      td({ class: 'cell-name' }, span({ class: 'ref' }, share.organization)),
      td({ class: 'cell-state' }),
      td({ 'data-label': 'Waiting', class: 'number' }, span({}, share.depth)),
      td({ 'data-label': 'Running', class: 'number' }, span({}, share.running)),
      td({ 'data-label': 'Oldest waits', class: 'number' }, waits(share.oldest_at, now)),
      administrator && td({ class: 'cell-actions' }))));
}

const waits = (oldest, now) => (oldest ? time({ datetime: oldest, title: moment(oldest) }, age(oldest, now)) : span({ class: 'faint' }, '–'));

const labelled = (labels) => Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(', ');
