// What the live stream does not tell: read anew every few seconds, for as long as it is looked at.
import { useEffect, useRef, useState } from './elements.js';
import { read } from './api.js';

const AGAIN = 10_000;
const FORBIDDEN = 403;

/** Gives { data, error, load }; what was read stays when a later answer fails, and of several answers the last question's counts. */
export function useReading(path, every = AGAIN) {
  const [state, setState] = useState({ data: null, error: null });
  const asked = useRef(0);
  const refused = useRef(false);
  const load = async () => {
    const question = ++asked.current;
    const keep = (change) => question === asked.current && setState(change);
    try {
      const data = await read(path);
      keep({ data, error: null });
    } catch (error) {
      refused.current = error.status === FORBIDDEN; // asking again would not help
      keep((before) => ({ ...before, error }));
    }
  };
  useEffect(() => {
    setState({ data: null, error: null });
    refused.current = false;
    load();
    const timer = setInterval(() => refused.current || load(), every);
    return () => {
      clearInterval(timer);
      asked.current++; // what is still under way belongs to another view
    };
  }, [path, every]);
  return { ...state, load };
}
