// A value to copy; a secret one stays hidden until it is asked for, and can be copied without being shown.
import { h, names, tags, useEffect, useRef, useState } from '../elements.js';
import { complain, tell } from './announce.js';
import { icon } from './icons.js';

const { div, span, code, button } = tags;

const HIDDEN = '••••••••••••••••';
const HIDES_AFTER = 60_000;

// The clipboard takes a promise, so that a secret may be fetched after the click that allowed the copying.
async function toClipboard(value) {
  const text = Promise.resolve(value());
  if (navigator.clipboard && globalThis.ClipboardItem) {
    const blob = text.then((fetched) => new Blob([fetched], { type: 'text/plain' }));
    try {
      return await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    } catch {
      await text; // if it could not be fetched, that is the failure to tell
    }
  }
  return selectAndCopy(await text);
}

// Without https or permission there is no clipboard to ask for; the selection's own command still works.
function selectAndCopy(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) {
    throw new Error('The browser did not let the page copy. Reveal the value and copy it by hand.');
  }
}

/** A button that copies what `value()` gives, now or in a moment. */
export function Copy({ what, value, testid }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    try {
      await toClipboard(value);
      setCopied(true);
      tell(`Copied ${what}.`);
      timer.current = setTimeout(() => setCopied(false), 1_500);
    } catch (error) {
      complain(error);
    }
  };
  return button({ type: 'button', class: 'button quiet small', 'data-testid': testid, 'aria-label': `Copy ${what}`, title: `Copy ${what}`, onClick: copy },
    icon(copied ? 'check' : 'copy'));
}

/** A labelled value with a copy button. */
export function Value({ title, value, testid }) {
  return div({ class: 'value' },
    span({ class: 'value-title' }, title),
    code({ class: 'value-text', 'data-testid': testid }, value),
    div({ class: 'value-buttons' }, h(Copy, { what: title, value: () => value, testid: `${testid}-copy` })));
}

/** A labelled secret; `reveal()` fetches it, `masked` is what stands there meanwhile. */
export function Secret({ title, masked = HIDDEN, reveal, testid }) {
  const [shown, setShown] = useState(null);
  const timer = useRef(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const hide = () => setShown(null);
  const show = async () => {
    try {
      setShown(await reveal());
      timer.current = setTimeout(hide, HIDES_AFTER);
    } catch (error) {
      complain(error);
    }
  };
  return div({ class: 'value' },
    span({ class: 'value-title' }, title),
    code({ class: names('value-text', shown === null && 'value-hidden'), 'data-testid': testid }, shown ?? masked),
    div({ class: 'value-buttons' },
      button({
        type: 'button', class: 'button quiet small', 'data-testid': `${testid}-reveal`, 'aria-pressed': shown !== null ? 'true' : 'false',
        'aria-label': shown === null ? `Reveal ${title}` : `Hide ${title}`, title: shown === null ? 'Reveal' : 'Hide', onClick: shown === null ? show : hide,
      }, icon(shown === null ? 'eye' : 'eyeOff')),
      h(Copy, { what: title, value: async () => shown ?? reveal(), testid: `${testid}-copy` })));
}
