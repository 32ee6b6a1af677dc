// What a project's services write: the last lines, and then as they are written. Nothing is asked for before it is opened.
import { h, tags, useEffect, useLayoutEffect, useRef, useState } from '../elements.js';
import { query } from '../api.js';
import { follow } from '../sse.js';
import { timeOfDay } from '../time.js';
import { serviceName } from '../words.js';
import { Copy } from './secret.js';

const { div, h2, p, span, label, input, select, option, button } = tags;

const MOST_LINES = 2_000;
const NEAR_END = 40;

export function ServiceLog({ project }) {
  const [open, setOpen] = useState(false);
  const [service, setService] = useState('');
  const names = project.services.map((each) => each.service).filter((name) => name !== 'db_postgres_user');
  return div({ class: 'panel panel-flush' },
    open
      ? h(Lines, { key: `${project.ref} ${service}`, project, service, choose: select({ 'aria-label': 'Service', 'data-testid': 'log-service', value: service, onChange: (event) => setService(event.target.value) },
        option({ value: '' }, 'All services'), names.map((name) => option({ key: name, value: name }, serviceName(name)))) })
      : div({ class: 'log-head' }, h2({}, 'Logs'), div({ class: 'head-end' }, button({ type: 'button', class: 'button', 'data-testid': 'open-logs', onClick: () => setOpen(true) }, 'Show'))));
}

function Lines({ project, service, choose }) {
  const [lines, setLines] = useState([]);
  const [state, setState] = useState('connecting');
  const [trouble, setTrouble] = useState(null);
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
      if (event.name === 'away') {
        setTrouble(JSON.parse(event.data).message);
      }
      if (event.name === 'line') {
        setTrouble(null);
        waiting.push({ id: event.id, ...JSON.parse(event.data) });
        timer ??= setTimeout(flush, 80);
      }
      return undefined;
    };
    follow(`/v1/projects/${encodeURIComponent(project.ref)}/logs/stream${query({ service })}`, { signal: control.signal, onEvent, onState: setState })
      .catch((error) => setTrouble(error.message));
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [project.ref, service]);

  useLayoutEffect(() => {
    if (following && pane.current) {
      pane.current.scrollTop = pane.current.scrollHeight;
    }
  }, [lines, following]);

  const scrolled = () => {
    const { scrollTop, clientHeight, scrollHeight } = pane.current;
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_END);
  };
  const text = () => lines.map((line) => `${line.at} ${line.service} ${line.text}`).join('\n');

  return div({ class: 'log' },
    div({ class: 'log-head' },
      h2({}, 'Logs'), choose,
      span({ class: 'faint small-text', role: 'status', 'data-testid': 'service-log-state', 'data-state': state }, { connecting: 'connecting…', live: 'following', reconnecting: 'reconnecting…', ended: 'ended' }[state]),
      div({ class: 'head-end' },
        label({ class: 'check' }, input({ type: 'checkbox', checked: following, onChange: (event) => setFollowing(event.target.checked) }), 'Follow'),
        h(Copy, { what: 'log', value: text, testid: 'service-log-copy' }))),
    trouble && p({ class: 'notice tone-warning', role: 'alert' }, trouble),
    div({ ref: pane, class: 'log-pane', tabindex: 0, role: 'log', 'aria-label': 'Logs of the project', 'aria-live': 'off', 'data-testid': 'service-log', onScroll: scrolled },
      lines.length === 0 && p({ class: 'log-empty' }, 'Nothing written yet.'),
      lines.map((line) => div({ key: line.id, class: 'log-line' },
        span({ class: 'log-time' }, timeOfDay(line.at)), service === '' && span({ class: 'log-level' }, line.service), span({ class: 'log-text' }, line.text)))));
}
