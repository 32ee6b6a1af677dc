// Spans of time in few letters, and a clock that views can watch.
import { useEffect, useState } from './elements.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took: 0.4 s, 12.3 s, 4 m 05 s, 2 h 07 m. */
export function span(milliseconds) {
  const ms = Math.max(0, milliseconds);
  const two = (number) => String(Math.floor(number)).padStart(2, '0');
  if (ms < MINUTE) {
    return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  }
  return ms < HOUR
    ? `${Math.floor(ms / MINUTE)} m ${two((ms % MINUTE) / SECOND)} s`
    : `${Math.floor(ms / HOUR)} h ${two((ms % HOUR) / MINUTE)} m`;
}

/** From one time to another, or to now; nothing when it has not begun. */
export const elapsed = (from, until, now) =>
  (from ? span((until ? Date.parse(until) : now) - Date.parse(from)) : '');

const PERIOD = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;
const UNITS = ['d', 'h', 'min', 's'];

/** An ISO 8601 duration in words, 1 h 30 min; what is none is shown as it is. */
export function period(duration) {
  const parts = PERIOD.exec(duration ?? '');
  return parts ? parts.slice(1).map((number, unit) => (number ? `${number} ${UNITS[unit]}` : '')).filter(Boolean).join(' ') || '0 s' : duration;
}

/** An ISO 8601 duration in whole minutes, rounded up; null for what is none. */
export function minutes(duration) {
  const [, days = 0, hours = 0, mins = 0, seconds = 0] = PERIOD.exec(duration ?? '') ?? [];
  return PERIOD.test(duration ?? '') ? (Number(days) * 24 + Number(hours)) * 60 + Number(mins) + Math.ceil(Number(seconds) / 60) : null;
}

/** How old something is: 12 s, 5 min, 3 h, 9 d. */
export function age(since, now) {
  if (!since) {
    return '–';
  }
  const ms = Math.max(0, now - Date.parse(since));
  if (ms < MINUTE) {
    return `${Math.floor(ms / SECOND)} s`;
  }
  if (ms < HOUR) {
    return `${Math.floor(ms / MINUTE)} min`;
  }
  return ms < 2 * DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}

export const ago = (since, now) => {
  const text = age(since, now);
  return text === '–' ? 'never' : text === '0 s' ? 'just now' : `${text} ago`;
};

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The whole date and time, in the reader's own zone and way. */
export const moment = (time) => (time ? full.format(new Date(time)) : '');

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export const timeOfDay = (time) => (time ? clock.format(new Date(time)) : '');

/** The current time, drawn anew as often as asked. */
export function useNow(every = SECOND) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
