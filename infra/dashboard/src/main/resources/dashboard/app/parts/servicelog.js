// What a project's services write: the last lines, and then as they are written. Nothing is asked for before it is opened.
import { h, tags, useState } from '../elements.js';
import { query } from '../api.js';
import { at } from '../projects.js';
import { timeOfDay } from '../time.js';
import { serviceName } from '../words.js';
import { LogPane } from './logpane.js';

const { div, h2, span, select, option, button } = tags;

const MOST_LINES = 2_000;

const empty = () => 'Nothing written yet.';

const write = (line) => `${line.at} ${line.service} ${line.text}`;

const drawer = (service) => (line) => div({ key: line.id, class: 'log-line' },
  span({ class: 'log-time' }, timeOfDay(line.at)), service === '' && span({ class: 'log-level' }, line.service), span({ class: 'log-text' }, line.text));

export function ServiceLog({ project }) {
  const [open, setOpen] = useState(false);
  const [service, setService] = useState('');
  const services = project.services.map((each) => each.service).filter((name) => name !== 'db_postgres_user');
  return div({ class: 'panel panel-flush' },
    open
      ? h(LogPane, {
        key: `${project.ref} ${service}`, path: `${at(project)}/logs/stream${query({ service })}`, most: MOST_LINES, testid: 'service-log',
        title: 'Logs', name: 'Logs of the project', over: 'ended', empty, draw: drawer(service), write,
      }, select({ 'aria-label': 'Service', 'data-testid': 'log-service', value: service, onChange: (event) => setService(event.target.value) },
        option({ value: '' }, 'All services'), services.map((name) => option({ key: name, value: name }, serviceName(name)))))
      : div({ class: 'log-head' }, h2({}, 'Logs'), div({ class: 'head-end' }, button({ type: 'button', class: 'button', 'data-testid': 'open-logs', onClick: () => setOpen(true) }, 'Show'))));
}
