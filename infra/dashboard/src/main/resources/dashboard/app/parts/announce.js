// Tells the person what happened: as a message that goes by itself, and to a screen reader.
import { tags } from '../elements.js';
import { Store, useStore } from '../store.js';
import { icon } from './icons.js';

const { div, p, button, span } = tags;

const messages = new Store([]);
const STAYS = 6_000;
let number = 0;

/** Says something in passing. */
export const tell = (text) => say(text, 'note');

/** Says that something failed; stays until it is dismissed. */
export const complain = (error) => say(error.message ?? String(error), 'bad');

function say(text, tone) {
  const message = { id: ++number, text, tone };
  messages.set([...messages.get().slice(-3), message]);
  if (tone !== 'bad') {
    setTimeout(() => dismiss(message.id), STAYS);
  }
}

const dismiss = (id) => messages.set(messages.get().filter((message) => message.id !== id));

export function Messages() {
  const shown = useStore(messages);
  const list = (tone) => shown.filter((message) => message.tone === tone).map((message) =>
    p({ key: message.id, class: `message message-${tone}`, 'data-testid': `message-${tone}` },
      span({}, message.text),
      button({ type: 'button', class: 'plain', 'aria-label': 'Dismiss', onClick: () => dismiss(message.id) }, icon('cross'))));
  return div({ class: 'messages' },
    div({ role: 'status', 'aria-live': 'polite' }, list('note')),
    div({ role: 'alert' }, list('bad')));
}
