// A task's log: from its first line on, and then as it is written.
import { h, names, tags } from '../elements.js';
import { timeOfDay } from '../time.js';
import { LogPane } from './logpane.js';

const { div, span } = tags;

const MOST_LINES = 5_000;

const empty = (state) => (state === 'ended' ? 'It wrote no log.' : 'Nothing written yet.');

const write = (line) => `${line.at} ${line.level} ${line.text}`;

const draw = (line) => div({ key: line.number, class: names('log-line', `log-${line.level}`) },
  span({ class: 'log-time' }, timeOfDay(line.at)),
  line.level !== 'info' && span({ class: 'log-level' }, line.level),
  span({ class: 'log-text' }, line.text));

export const TaskLog = ({ id }) =>
  h(LogPane, { path: `/v1/tasks/${encodeURIComponent(id)}/log`, most: MOST_LINES, testid: 'log', title: 'Log', name: 'Log of the task', over: 'complete', empty, draw, write });
