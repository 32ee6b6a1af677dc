// The fleet: what /v1/projects lists, brought up to date by the live stacks.
import { read } from './api.js';
import { live } from './live.js';
import { Store, useStore } from './store.js';
import { useMemo } from './elements.js';

/** { loaded, error, list, organizations } */
export const projects = new Store({ loaded: false, error: null, list: [], organizations: [] });

let asked = 0;

/** Where the API has a project. */
export const at = (project) => `/v1/projects/${encodeURIComponent(project.ref)}`;

/** Reads the list anew; of several answers the last question's counts. */
export async function loadProjects(position) {
  const question = ++asked;
  try {
    const [list, organizations] = await Promise.all([
      read('/v1/projects', { position }),
      read('/v1/organizations'),
    ]);
    if (question === asked) {
      projects.set({ loaded: true, error: null, list, organizations });
    }
  } catch (error) {
    if (question === asked) {
      projects.update({ error });
    }
  }
}

/** Puts a project that was just created on the list before the list itself has it. */
export function addProject(project) {
  const { list } = projects.get();
  projects.update({ list: [project, ...list.filter((other) => other.ref !== project.ref)] });
}

// A stack or a task of a project that the list does not know yet: somebody else created one.
let expecting = null;
live.watch(({ stacks, tasks, ready }) => {
  const { loaded, list } = projects.get();
  if (!ready || !loaded || expecting) {
    return;
  }
  const known = new Set(list.map((project) => project.ref));
  const news = [...stacks.values()].some((stack) => stack.status !== 'REMOVED' && !known.has(stack.project))
    || [...tasks.values()].some((task) => task.type === 'stack.provision' && task.project && !known.has(task.project) && !task.ended_at);
  if (news) {
    expecting = setTimeout(() => {
      expecting = null;
      loadProjects();
    }, 500);
  }
});

/** One project as it stands, from its listing, its live stack and its newest live task. */
export function merged(project, { stacks, tasks }) {
  const stack = stacks.get(project.ref);
  const newest = [...tasks.values()]
    .filter((task) => task.project === project.ref)
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
  return {
    ...project,
    status: stack?.status ?? project.status,
    reason: stack ? stack.reason : project.status_reason,
    since: stack?.since ?? project.status_since,
    deadline: stack ? stack.deadline : project.deadline,
    services: stack?.services ?? project.services ?? [],
    observed_at: stack?.observed_at ?? project.observed_at,
    endpoint: stack?.database ?? project.database,
    lastTask: newest,
    lastTaskId: newest?.id ?? stack?.task ?? project.task,
  };
}

/** The fleet as it stands, without what is gone. */
export function useFleet() {
  const state = useStore(projects);
  const now = useStore(live);
  const fleet = useMemo(
    () => state.list.map((project) => merged(project, now)).filter((project) => project.status !== 'REMOVED'),
    [state.list, now.stacks, now.tasks],
  );
  return { ...state, fleet };
}
