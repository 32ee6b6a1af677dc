// Schedules: what runs by itself, when it does so next, and what became of the last runs.
import { h, tags, useState } from '../elements.js';
import { post, remove } from '../api.js';
import { tell } from '../parts/announce.js';
import { scheduleBadge } from '../parts/badge.js';
import { ActionButton } from '../parts/button.js';
import { Dialog } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { Empty, Failed, Loading } from '../parts/states.js';
import { useReading } from '../reading.js';
import { toSchedule, toSchedules, toTask, go } from '../router.js';
import { ago, moment, period, span as spanOf, useNow } from '../time.js';
import { taskType } from '../words.js';

const { section, div, h1, h2, p, a, nav, code, span, table, thead, tbody, tr, th, td, time, ol, li } = tags;

const at = (id) => `/v1/schedules/${encodeURIComponent(id)}`;

export function Schedules() {
  const now = useNow();
  const { data, error, load } = useReading('/v1/schedules?limit=100');
  return section({ 'aria-labelledby': 'schedules-title' },
    div({ class: 'head' },
      div({}, h1({ id: 'schedules-title' }, 'Schedules'), p({ class: 'faint' }, 'Tasks that Rickyard asks for itself when their time comes, with the rights of whoever made the schedule.'))),
    error && h(Failed, { error, again: load }),
    !data && !error && h(Loading, { what: 'schedules' }),
    data && (data.data.length === 0
      ? h(Empty, { title: 'No schedules yet', testid: 'no-schedules' },
        p({}, 'Make one in a terminal:'),
        p({}, code({}, "rickyard schedules create nightly stack.restart --project shop --cron '30 2 * * *' --zone Europe/Berlin")))
      : div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'schedules' },
        thead({}, tr({},
          th({ scope: 'col' }, 'Name'), th({ scope: 'col' }, 'State'), th({ scope: 'col' }, 'Task'),
          th({ scope: 'col' }, 'When'), th({ scope: 'col' }, 'Next run'), th({ scope: 'col' }, span({ class: 'offscreen' }, 'Actions')))),
        tbody({}, data.data.map((schedule) => h(Row, { key: schedule.id, schedule, now, load })))))),
    data?.next && p({ class: 'faint' }, 'There are more: rickyard schedules list --after ', code({}, data.next)));
}

function Row({ schedule, now, load }) {
  return tr({ 'data-testid': `schedule-${schedule.id}` },
    td({ class: 'cell-name' }, a({ href: toSchedule(schedule.id), class: 'strong', 'data-testid': 'schedule-link' }, schedule.name)),
    td({ class: 'cell-state' }, scheduleBadge(schedule.state), schedule.reason && span({ class: 'tone-bad-text small-text' }, ` ${schedule.reason}`)),
    td({ 'data-label': 'Task' }, taskType(schedule.task.type), schedule.task.project && span({ class: 'ref' }, schedule.task.project)),
    td({ 'data-label': 'When' }, when(schedule)),
    td({ 'data-label': 'Next run', class: 'number', 'data-testid': 'next-run' }, next(schedule, now)),
    td({ class: 'cell-actions' }, h(Actions, { schedule, load })));
}

function Actions({ schedule, load }) {
  const act = (verb, said) => async () => {
    await post(`${at(schedule.id)}/${verb}`);
    tell(`${said} ${schedule.name}.`);
    await load();
  };
  return div({ class: 'row-actions' },
    schedule.state === 'active' && h(ActionButton, { label: 'Pause', icon: icon('pause'), kind: 'quiet', testid: 'pause', action: act('pause', 'Paused') }),
    (schedule.state === 'paused' || schedule.state === 'suspended') && h(ActionButton, { label: 'Resume', icon: icon('play'), kind: 'quiet', testid: 'resume', action: act('resume', 'Resumed') }),
    h(ActionButton, { label: 'Run now', icon: icon('arrow'), kind: 'quiet', testid: 'run-now', action: async () => go(toTask((await post(`${at(schedule.id)}/run`)).data.task_id)) }));
}

export function Schedule({ id }) {
  const now = useNow();
  const { data: schedule, error, load } = useReading(at(id));
  const [dropping, setDropping] = useState(false);
  if (!schedule) {
    return error ? h(Failed, { error: error.status === 404 ? new Error('There is no such schedule, or it is not yours to see.') : error, again: load }) : h(Loading, { what: 'schedule' });
  }
  const drop = async () => {
    await remove(at(id));
    tell(`Deleted ${schedule.name}.`);
    go(toSchedules());
  };
  return section({ 'aria-labelledby': 'schedule-title', 'data-testid': 'schedule-page' },
    nav({ class: 'crumbs', 'aria-label': 'Breadcrumb' }, a({ href: toSchedules() }, 'Schedules'), span({ 'aria-hidden': 'true' }, '/'), span({}, schedule.name)),
    div({ class: 'head' },
      div({}, h1({ id: 'schedule-title' }, schedule.name, ' ', scheduleBadge(schedule.state)),
        p({ class: 'faint' }, `${taskType(schedule.task.type)} · `, when(schedule), ` · missed runs: ${schedule.missed} · overlap: ${schedule.overlap.replace('_', ' ')}`)),
      div({ class: 'head-end' }, h(Actions, { schedule, load }),
        h(ActionButton, { label: 'Delete…', icon: icon('trash'), kind: 'quiet', testid: 'delete', action: async () => setDropping(true) }))),
    schedule.state === 'suspended' && div({ class: 'notice tone-warning', 'data-testid': 'schedule-reason' },
      p({}, `It was stopped: ${schedule.reason}.`), p({ class: 'faint' }, 'Whoever resumes it lends it their rights from then on.')),
    div({ class: 'panel' }, h2({}, 'Next runs'),
      schedule.next_runs.length === 0 ? p({ class: 'faint' }, 'None.')
        : ol({ 'data-testid': 'next-runs' }, schedule.next_runs.map((run) => li({ key: run }, time({ datetime: run }, moment(run)))))),
    div({ class: 'panel panel-flush' }, h2({}, 'Last runs'), h(Runs, { runs: schedule.last_runs, now })),
    dropping && h(Dialog, { title: `Delete ${schedule.name}?`, testid: 'delete-schedule', submit: 'Delete', kind: 'danger', onSubmit: drop, onClose: () => setDropping(false) },
      p({}, 'It asks for no more tasks. Those it has asked for go on.')));
}

function Runs({ runs, now }) {
  if (runs.length === 0) {
    return p({ class: 'faint' }, 'None yet.');
  }
  return div({ class: 'table-box' }, table({ class: 'table', 'data-testid': 'last-runs' },
    thead({}, tr({}, th({ scope: 'col' }, 'Due'), th({ scope: 'col' }, 'What became of it'), th({ scope: 'col' }, 'Task'))),
    tbody({}, runs.map((run) => tr({ key: run.occurrence + run.manual + run.outcome },
      td({ class: 'cell-name' }, time({ datetime: run.occurrence, title: moment(run.occurrence) }, ago(run.occurrence, now)), run.manual && span({ class: 'faint' }, ' out of turn')),
      td({ 'data-label': 'Outcome' }, run.outcome, run.reason && span({ class: 'faint' }, ` (${run.reason})`)),
      td({ 'data-label': 'Task' }, run.task ? a({ href: toTask(run.task) }, 'Show') : span({ class: 'faint' }, '–')))))));
}

const when = ({ at: once, every, cron, zone }) =>
  (cron ? [code({}, cron), ' ', span({ class: 'faint' }, zone)] : every ? `every ${period(every)}` : moment(once));

function next({ state, next_at: due }, now) {
  if (state !== 'active' || !due) {
    return span({ class: 'faint' }, '–');
  }
  const left = Date.parse(due) - now;
  return time({ datetime: due, title: moment(due) }, left > 0 ? `in ${spanOf(left).replace(/\.\d/, '')}` : 'now');
}
