// What stands in a view's place while there is nothing to show: loading, empty, failed.
import { h, tags } from '../elements.js';
import { ActionButton } from './button.js';

const { div, p, h2 } = tags;

export const Loading = ({ what }) =>
  div({ class: 'loading', role: 'status', 'data-testid': 'loading' }, `Loading ${what}…`);

export const Empty = ({ title, testid = 'empty', children }) =>
  div({ class: 'empty', 'data-testid': testid }, h2({}, title), children);

export const Failed = ({ error, again }) =>
  div({ class: 'notice tone-bad', role: 'alert', 'data-testid': 'load-error' },
    p({}, error.message),
    again && h(ActionButton, { action: again, label: 'Try again', testid: 'try-again' }));
