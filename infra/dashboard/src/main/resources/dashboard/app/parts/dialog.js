// A dialog on the browser's own <dialog>: focus stays inside, Escape closes, focus goes back afterwards.
import { tags, useLayoutEffect, useRef, useState } from '../elements.js';
import { icon } from './icons.js';

const { dialog, form, h2, button, div, p, label, input, span } = tags;

/**
 * `onSubmit` is awaited; what it throws is shown inside the dialog. `onClose` is called in every case.
 */
export function Dialog({ title, testid, submit, dismiss = 'Cancel', kind = 'primary', ready = true, onSubmit, onClose, children }) {
  const box = useRef(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);

  useLayoutEffect(() => {
    box.current.showModal();
  }, []);

  const send = async (event) => {
    event.preventDefault();
    if (busy || !ready) {
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
      box.current?.close();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return dialog({ ref: box, class: 'dialog', 'data-testid': testid, 'aria-labelledby': `${testid}-title`, onClose },
    form({ onSubmit: send, class: 'dialog-form', autocomplete: 'off' },
      div({ class: 'dialog-head' },
        h2({ id: `${testid}-title` }, title),
        button({ type: 'button', class: 'plain', 'aria-label': 'Close', onClick: () => box.current.close() }, icon('cross'))),
      children,
      error && p({ class: 'notice tone-bad', role: 'alert', 'data-testid': `${testid}-error` }, error.message),
      div({ class: 'dialog-buttons' },
        button({ type: 'button', class: 'button', onClick: () => box.current.close() }, dismiss),
        button({ type: 'submit', class: `button ${kind}`, 'data-testid': `${testid}-submit`, disabled: busy || !ready, 'aria-busy': busy ? 'true' : null }, submit))));
}

/** A labelled text field; the hint is read out with it. */
export function Field({ id, title, hint, ...attributes }) {
  return div({ class: 'field' },
    label({ for: id }, title),
    input({ id, name: id, 'data-testid': id, 'aria-describedby': hint ? `${id}-hint` : null, ...attributes }),
    hint && span({ id: `${id}-hint`, class: 'hint' }, hint));
}
