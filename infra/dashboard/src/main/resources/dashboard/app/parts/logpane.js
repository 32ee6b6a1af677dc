// Lines of a log as they are written, in a pane that stays at its end until somebody scrolls away from it.
import { h, tags, useEffect, useLayoutEffect, useRef, useState } from '../elements.js';
import { follow } from '../sse.js';
import { Copy } from './secret.js';

const { div, h2, p, span, label, input } = tags;

const NEAR_END = 40;
const DRAWN_EVERY = 80;
const STATES = { connecting: 'connecting…', live: 'following', reconnecting: 'reconnecting…' };

/** The newest lines of a stream, how it stands, and what is wrong with it: { lines, state, trouble }. */
function useLines(path, most) {
  const [lines, setLines] = useState([]);
  const [state, setState] = useState('connecting');
  const [trouble, setTrouble] = useState(null);

  useEffect(() => {
    const control = new AbortController();
    let waiting = [];
    let timer = null;
    const flush = () => {
      timer = null;
      const arrived = waiting;
      waiting = [];
      setLines((before) => [...before, ...arrived].slice(-most));
    };
    const onEvent = (event) => {
      if (event.name === 'end') {
        setState('ended');
        return 'end';
      }
      if (event.name === 'away') {
        setTrouble({ tone: 'warning', text: JSON.parse(event.data).message });
      }
      if (event.name === 'line') {
        setTrouble(null);
        waiting.push({ id: event.id, ...JSON.parse(event.data) });
        timer ??= setTimeout(flush, DRAWN_EVERY);
      }
      return undefined;
    };
    follow(path, { signal: control.signal, onEvent, onState: setState })
      .catch((error) => setTrouble({ tone: 'bad', text: error.message }));
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [path, most]);

  return { lines, state, trouble };
}

/**
 * `draw` gives a line's elements, `write` its text for the clipboard; `over` says in a word that no more will come, and
 * `empty` what an empty log means, by how the stream stands.
 */
export function LogPane({ path, most, testid, title, name, over, empty, draw, write, children }) {
  const { lines, state, trouble } = useLines(path, most);
  const [following, setFollowing] = useState(true);
  const pane = useRef(null);

  useLayoutEffect(() => {
    if (following && pane.current) {
      pane.current.scrollTop = pane.current.scrollHeight;
    }
  }, [lines, following]);

  const scrolled = () => {
    const { scrollTop, clientHeight, scrollHeight } = pane.current;
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_END);
  };

  return div({ class: 'log' },
    div({ class: 'log-head' },
      h2({}, title), children,
      span({ class: 'faint small-text', role: 'status', 'data-testid': `${testid}-state`, 'data-state': state }, STATES[state] ?? over),
      div({ class: 'head-end' },
        label({ class: 'check' }, input({ type: 'checkbox', checked: following, 'data-testid': `${testid}-follow`, onChange: (event) => setFollowing(event.target.checked) }), 'Follow'),
        h(Copy, { what: 'log', value: () => lines.map(write).join('\n'), testid: `${testid}-copy` }))),
    trouble && p({ class: `notice tone-${trouble.tone}`, role: 'alert' }, trouble.text),
    div({ ref: pane, class: 'log-pane', tabindex: 0, role: 'log', 'aria-label': name, 'aria-live': 'off', 'data-testid': testid, onScroll: scrolled },
      lines.length === 0 && p({ class: 'log-empty' }, empty(state)),
      lines.map(draw)));
}
