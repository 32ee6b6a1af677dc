// Whether a project sleeps when nobody uses it.
import { h, tags, useState } from '../elements.js';
import { put, remove } from '../api.js';
import { at } from '../projects.js';
import { useReading } from '../reading.js';
import { ago, minutes, moment, period, useNow } from '../time.js';
import { tell } from './announce.js';
import { ActionButton } from './button.js';
import { Dialog, Field } from './dialog.js';
import { Failed, Loading } from './states.js';

const { div, h2, p, strong, time, button } = tags;

const USUAL_MINUTES = 30;
const MOST_MINUTES = 90 * 24 * 60;
const NOT_FOUND = 404;

export function IdleStop({ project }) {
  const now = useNow();
  const { data, error, load } = useReading(`${at(project)}/idle-stop`);
  const [asking, setAsking] = useState(false);
  const runs = error?.status === NOT_FOUND;
  const stop = runs ? null : data;
  const never = async () => {
    await remove(`${at(project)}/idle-stop`);
    tell(`${project.name} runs whether anybody uses it or not.`);
    await load();
  };
  return div({ class: 'panel', 'data-testid': 'idle-stop' },
    div({ class: 'log-head' }, h2({}, 'Sleep'),
      div({ class: 'head-end' },
        stop && h(ActionButton, { label: 'Never sleep', kind: 'quiet', testid: 'never-sleep', action: never }),
        (stop || (runs && project.profile !== 'database')) && button({ type: 'button', class: 'button', 'data-testid': 'let-sleep', onClick: () => setAsking(true) }, stop ? 'Change…' : 'Let it sleep…'))),
    stop ? h(Told, { stop, now })
      : runs ? p({ class: 'faint' }, project.profile === 'database' ? 'Its profile has no gateway, so no request could wake it: it runs until somebody pauses it.' : 'It runs whether anybody uses it or not.')
        : error ? h(Failed, { error, again: load }) : h(Loading, { what: 'sleep' }),
    asking && h(Ask, { project, stop, load, onClose: () => setAsking(false) }));
}

function Told({ stop, now }) {
  return div({ 'data-testid': 'sleeps-after' },
    p({}, 'Stops after ', strong({}, period(stop.after)), ' without use; the first request wakes it.'),
    p({ class: 'faint' }, stop.asleep ? 'It sleeps now. ' : '', 'Last used ', time({ datetime: stop.used_at, title: moment(stop.used_at) }, ago(stop.used_at, now)), '.'));
}

function Ask({ project, stop, load, onClose }) {
  const [after, setAfter] = useState(String((stop && minutes(stop.after)) || USUAL_MINUTES));
  const fits = /^\d+$/.test(after) && Number(after) >= 1 && Number(after) <= MOST_MINUTES;
  const set = async () => {
    await put(`${at(project)}/idle-stop`, { after: `PT${Number(after)}M` });
    await load();
  };
  return h(Dialog, { title: `Let ${project.name} sleep`, testid: 'sleep', submit: 'Let it sleep', ready: fits, onSubmit: set, onClose },
    p({ class: 'faint' }, 'Requests, connections of your users to its database, and tasks are use. While it wakes, callers are told to come back in a moment; database clients do not wake it.'),
    h(Field, { id: 'sleep-minutes', title: 'Minutes without use', type: 'number', min: 1, max: MOST_MINUTES, required: true, autofocus: true, value: after, onInput: (event) => setAfter(event.target.value) }));
}
