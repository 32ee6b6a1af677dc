// Asks why before something is held, so that whoever finds it held knows.
import { h, tags, useState } from '../elements.js';
import { ago, moment } from '../time.js';
import { Dialog, Field } from './dialog.js';

const { p, span, time } = tags;

/** `hold` is awaited with the reason, which may be empty. */
export function Hold({ title, meaning, submit, hold, onClose }) {
  const [reason, setReason] = useState('');
  return h(Dialog, { title, testid: 'hold', submit, onSubmit: () => hold(reason), onClose },
    p({}, meaning),
    h(Field, { id: 'hold-reason', title: 'Reason', hint: 'Optional, shown to whoever finds it so.', maxlength: 200, value: reason, onInput: (event) => setReason(event.target.value) }));
}

/** Who held it, when and why. */
export const held = ({ by, at, reason }, now) => span({ class: 'faint small-text held' },
  `by ${by}, `, time({ datetime: at, title: moment(at) }, ago(at, now)), reason && `: ${reason}`);
