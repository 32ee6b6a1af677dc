// What a project's services use, asked for only while somebody looks at the page.
import { useEffect, useState } from '../elements.js';
import { read } from '../api.js';
import { at } from '../projects.js';

const EVERY = 5_000;
const MIB = 1024 * 1024;

/** By service; empty while nothing runs or nothing can be told. */
export function useUsage(project) {
  const [usage, setUsage] = useState(new Map());
  const runs = ['ACTIVE_HEALTHY', 'ACTIVE_UNHEALTHY'].includes(project.status);

  useEffect(() => {
    if (!runs) {
      setUsage(new Map());
      return undefined;
    }
    let gone = false;
    const look = () => {
      if (document.visibilityState === 'visible') {
        read(`${at(project)}/usage`)
          .then(({ data }) => !gone && setUsage(new Map(data.map((each) => [each.service, each]))))
          .catch(() => !gone && setUsage(new Map())); // how the project is tells its status
      }
    };
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [project.ref, runs]);

  return usage;
}

export const percent = (cpus) => (typeof cpus === 'number' ? `${(cpus * 100).toFixed(1)} %` : '–');

export const size = (bytes) => (typeof bytes === 'number' ? `${(bytes / MIB).toFixed(bytes < 10 * MIB ? 1 : 0)} MiB` : '–');
