// A button that does something that takes a while: it can't be pressed twice, and failures are told.
import { names, tags, useState } from '../elements.js';
import { complain } from './announce.js';

const { button, span } = tags;

export function ActionButton({ action, label, icon, kind = '', testid, disabled = false, title }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await action();
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return button({
    type: 'button', class: names('button', kind), 'data-testid': testid, onClick: press, title,
    disabled: disabled || busy, 'aria-busy': busy ? 'true' : null,
  }, icon, span({}, label));
}
