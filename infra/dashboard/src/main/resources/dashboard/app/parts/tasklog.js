// A task's log: from its first line on, and then as it is written.
import { h, names, tags, useEffect, useLayoutEffect, useRef, useState } from '../elements.js';
import { follow } from '../sse.js';
import { timeOfDay } from '../time.js';
import { Copy } from './secret.js';

const { div, h2, p, span, label, input } = tags;

const MOST_LINES = 5_000;
const NEAR_END = 40;

export function TaskLog({ id }) {
  const [lines, setLines] = useState([]);
  const [state, setState] = useState('connecting');
  const [error, setError] = useState(null);
  const [following, setFollowing] = useState(true);
  const pane = useRef(null);

  useEffect(() => {
    const control = new AbortController();
    let waiting = [];
    let timer = null;
    const flush = () => {
      timer = null;
      const arrived = waiting;
      waiting = [];
      setLines((before) => [...before, ...arrived].slice(-MOST_LINES));
    };
    const onEvent = (event) => {
      if (event.name === 'end') {
        setState('ended');
        return 'end';
      }
      if (event.name === 'line') {
        waiting.push(JSON.parse(event.data));
        timer ??= setTimeout(flush, 80);
      }
      return undefined;
    };
    follow(`/v1/tasks/${encodeURIComponent(id)}/log`, { signal: control.signal, onEvent, onState: setState }).catch(setError);
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [id]);

  useLayoutEffect(() => {
    if (following && pane.current) {
      pane.current.scrollTop = pane.current.scrollHeight;
    }
  }, [lines, following]);

  const scrolled = () => {
    const { scrollTop, clientHeight, scrollHeight } = pane.current;
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_END);
  };
  const text = () => lines.map((line) => `${line.at} ${line.level} ${line.text}`).join('\n');

  return div({ class: 'log' },
    div({ class: 'log-head' },
      h2({}, 'Log'),
      span({ class: 'faint small-text', role: 'status', 'data-testid': 'log-state', 'data-state': state }, { connecting: 'connecting…', live: 'following', reconnecting: 'reconnecting…', ended: 'complete' }[state]),
      div({ class: 'head-end' },
        label({ class: 'check' }, input({ type: 'checkbox', checked: following, 'data-testid': 'follow-log', onChange: (event) => setFollowing(event.target.checked) }), 'Follow'),
        h(Copy, { what: 'log', value: text, testid: 'log-copy' }))),
    error && p({ class: 'notice tone-bad', role: 'alert' }, error.message),
    div({ ref: pane, class: 'log-pane', tabindex: 0, role: 'log', 'aria-label': 'Log of the task', 'aria-live': 'off', 'data-testid': 'log', onScroll: scrolled },
      lines.length === 0 && p({ class: 'log-empty' }, state === 'ended' ? 'It wrote no log.' : 'Nothing written yet.'),
      lines.map((line) => div({ key: line.number, class: names('log-line', `log-${line.level}`) },
        span({ class: 'log-time' }, timeOfDay(line.at)),
        line.level !== 'info' && span({ class: 'log-level' }, line.level),
        span({ class: 'log-text' }, line.text)))));
}
