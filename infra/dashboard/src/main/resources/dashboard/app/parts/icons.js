// Small line drawings, all 16 by 16, hidden from screen readers: the text beside them says it.
import { h } from '../elements.js';

const PATHS = {
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  dot: 'M8 8h.01',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  eyeOff: 'M2 2l12 12M6.6 3.7A6.5 6.5 0 0 1 8 3.5C12 3.5 14.5 8 14.5 8a12 12 0 0 1-2 2.5M4 4.7A11.5 11.5 0 0 0 1.5 8S4 12.5 8 12.5a6.5 6.5 0 0 0 3-.7',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  plus: 'M8 3v10M3 8h10',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9l7.5-4.5z',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  repair: 'M10.5 2.5a3.5 3.5 0 0 0-3.3 4.7L2.5 11.9l1.6 1.6 4.7-4.7a3.5 3.5 0 0 0 4.5-4.3L11 6.8 9.2 5z',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  pen: 'M3 13l.7-2.9L10.6 3.2l2.2 2.2L5.9 12.3z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  undo: 'M3 7.5h6.5a3 3 0 0 1 0 6H6M3 7.5l3-3M3 7.5l3 3',
  warn: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.3v.01',
};

export const icon = (name, attributes = {}) =>
  h('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false', ...attributes }, h('path', { d: PATHS[name] }));
