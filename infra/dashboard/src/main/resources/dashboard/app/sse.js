// Server-sent events over fetch, which unlike EventSource tells a refusal from a break.
import { open } from './api.js';

/** Cuts chunks of text into events { id, name, data }; remembers the last id across them. */
export class EventParser {
  constructor(lastId = null) {
    this.lastId = lastId;
    this.rest = '';
    this.begin();
  }

  begin() {
    this.name = 'message';
    this.data = [];
    this.moved = false;
  }

  /** Takes a chunk, gives the events that it completes. */
  push(chunk) {
    const lines = (this.rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    return lines.flatMap((line) => this.line(line));
  }

  line(line) {
    if (line === '') {
      const complete = this.data.length > 0 || this.moved;
      const event = { id: this.lastId, name: this.name, data: this.data.join('\n') };
      this.begin();
      return complete ? [event] : [];
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.data.push(value);
    } else if (field === 'event') {
      this.name = value || 'message';
    } else if (field === 'id') {
      this.lastId = value || null;
      this.moved = true;
    }
    return [];
  }
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
// The server sends something at least every 15 seconds; three times that is a dead connection.
const SILENCE = 45_000;

/**
 * Reads a stream until `signal` aborts, connecting again after a break from where it stood.
 * `onEvent(event)` may return 'end'; `onState('live' | 'reconnecting', reason)` tells how it stands.
 * Throws what the installation refuses for good.
 */
export async function follow(path, { signal, onEvent, onState = () => {}, parser = new EventParser() }) {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    let reason = 'the connection ended';
    try {
      const ended = await readOnce(path, signal, parser, (event) => {
        pause = FIRST_PAUSE;
        return onEvent(event);
      }, onState);
      if (ended) {
        return;
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      if (failure.status >= 400 && failure.status < 500 && failure.status !== 429) {
        throw failure;
      }
      reason = failure.message;
    }
    onState('reconnecting', reason);
    await waiting(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function readOnce(path, signal, parser, onEvent, onState) {
  const connection = new AbortController();
  const stop = () => connection.abort();
  signal.addEventListener('abort', stop);
  let watchdog = setTimeout(stop, SILENCE);
  try {
    const headers = { Accept: 'text/event-stream', ...(parser.lastId ? { 'Last-Event-ID': parser.lastId } : {}) };
    const response = await open('GET', path, { headers, signal: connection.signal });
    onState('live');
    parser.rest = '';
    parser.begin();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE);
      for (const event of parser.push(part.value)) {
        if (onEvent(event) === 'end') {
          stop();
          return true;
        }
      }
    }
    return false;
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', stop);
  }
}

const waiting = (milliseconds, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});
