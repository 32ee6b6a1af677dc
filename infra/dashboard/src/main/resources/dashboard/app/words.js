// What the API's names are called on the page, and how much they should worry somebody.

// tone: good, moving, rest, warning, bad
const PROJECT_STATES = {
  COMING_UP: ['Coming up', 'moving', 'Its stack is being built.'],
  ACTIVE_HEALTHY: ['Healthy', 'good', 'Every service did what it is for when it was last looked at.'],
  ACTIVE_UNHEALTHY: ['Unhealthy', 'bad', 'A service does not do what it is for. Repair looks for the cause and mends it.'],
  PAUSING: ['Pausing', 'moving', 'Its services are being stopped; data is kept.'],
  INACTIVE: ['Paused', 'rest', 'Its services are stopped; data is kept.'],
  RESTORING: ['Resuming', 'moving', 'Its services are being started again.'],
  RESTARTING: ['Restarting', 'moving', 'Its services are being stopped and started.'],
  UPGRADING: ['Upgrading', 'moving', 'It is moving to another release.'],
  GOING_DOWN: ['Going down', 'moving', 'It is being deleted.'],
  REMOVED: ['Removed', 'rest', 'It is gone.'],
  INIT_FAILED: ['Build failed', 'bad', 'Its stack could not be built. Repair tries again from where it stopped.'],
  PAUSE_FAILED: ['Pause failed', 'bad', 'It could not be stopped. Repair finds out how it stands.'],
  RESTORE_FAILED: ['Resume failed', 'bad', 'It could not be started again. Repair tries again.'],
  RESIZING: ['Resizing', 'moving', 'Its services or their limits are being changed.'],
  UNKNOWN: ['Unknown', 'warning', 'Nobody can see it at the moment, so nothing is claimed about it.'],
};

const TASK_STATES = {
  scheduled: ['Scheduled', 'rest'],
  queued: ['Queued', 'rest'],
  running: ['Running', 'moving'],
  retrying: ['Retrying', 'warning'],
  succeeded: ['Succeeded', 'good'],
  failed: ['Failed', 'bad'],
  cancelled: ['Cancelled', 'rest'],
  expired: ['Expired', 'warning'],
  superseded: ['Superseded', 'rest'],
};

const SCHEDULE_STATES = {
  active: ['Active', 'good'],
  paused: ['Paused', 'rest', 'Its occurrences pass until it is resumed.'],
  suspended: ['Suspended', 'warning', 'It cannot go on as it is: somebody has to look at it.'],
  ended: ['Ended', 'rest', 'It has no run left.'],
};

const WORKER_STATES = {
  active: ['Active', 'good', 'It takes tasks.'],
  draining: ['Draining', 'moving', 'It finishes what it runs and takes nothing new.'],
  drained: ['Drained', 'rest', 'It runs nothing and takes nothing new: it can go.'],
  silent: ['Silent', 'bad', 'It has not been heard for longer than its lease; others take over what it ran.'],
};

const DOMAIN_STATES = {
  active: ['Active', 'good', 'Requests for it reach the project.'],
  pending: ['Not proved', 'warning', 'Requests for it are refused until its record is found.'],
};

const QUEUES = {
  critical: ['Critical', 'Served first, on slots of its own'],
  normal: ['Normal', 'Shared fairly between organizations'],
  batch: ['Batch', 'Takes what is left, and makes room'],
};

const OUTCOMES = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'its worker went silent',
  preempted: 'made room for others',
};

const TASK_TYPES = {
  'stack.provision': 'Create',
  'stack.adopt': 'Adopt',
  'stack.pause': 'Pause',
  'stack.resume': 'Resume',
  'stack.restart': 'Restart',
  'stack.delete': 'Delete',
  'stack.repair': 'Repair',
  'stack.resize': 'Resize',
  'stack.configure': 'Change settings',
  'stack.migrate': 'Migrate',
  'platform.probe': 'Probe',
  'tasks.cancel': 'Cancel many',
  'tasks.retry': 'Repeat many',
};

const SERVICES = {
  db: 'Database',
  db_postgres_user: 'Database user',
  auth: 'Auth',
  rest: 'REST',
  realtime: 'Realtime',
  storage: 'Storage',
  functions: 'Functions',
  pooler: 'Pooler',
};

export const plain = (name) => String(name ?? '').replaceAll('_', ' ').toLowerCase();
// A newer installation may know more names than this page.
const described = ([label, tone, meaning = '']) => ({ label, tone, meaning });

export const scheduleState = (state) => described(SCHEDULE_STATES[state] ?? [plain(state), 'warning', '']);

export const workerState = (state) => described(WORKER_STATES[state] ?? [plain(state), 'warning', '']);

export const domainState = (state) => described(DOMAIN_STATES[state] ?? [plain(state), 'warning', '']);

export const queueName = (name) => QUEUES[name]?.[0] ?? plain(name);

export const queueMeaning = (name) => QUEUES[name]?.[1] ?? '';

export const QUEUE_NAMES = Object.keys(QUEUES);

export const outcome = (name) => OUTCOMES[name] ?? plain(name);

export const projectState = (state) => described(PROJECT_STATES[state] ?? [plain(state), 'warning', '']);

export const taskState = (state) => described(TASK_STATES[state] ?? [plain(state), 'rest']);

export const taskType = (type) => TASK_TYPES[type] ?? type;

export const serviceName = (name) => SERVICES[name] ?? name;

export const stepName = (name) => plain(name);

const ENDS = new Set(['succeeded', 'failed', 'cancelled', 'expired', 'superseded']);

export const taskEnded = (task) => ENDS.has(task.state);

export const TASK_STATE_NAMES = Object.keys(TASK_STATES);

/** The hosted platform's codes: its clients have them compiled in and accept no other. */
export const REGIONS = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1',
  'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3',
  'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
];

/** Which buttons make sense for a project in this state. */
export function possible(status) {
  const { tone } = projectState(status);
  return {
    pause: ['ACTIVE_HEALTHY', 'ACTIVE_UNHEALTHY', 'PAUSE_FAILED', 'UNKNOWN'].includes(status),
    resume: ['INACTIVE', 'RESTORE_FAILED'].includes(status),
    resize: ['ACTIVE_HEALTHY', 'ACTIVE_UNHEALTHY'].includes(status),
    restart: ['ACTIVE_HEALTHY', 'ACTIVE_UNHEALTHY', 'UNKNOWN'].includes(status),
    repair: tone === 'bad' || tone === 'warning',
    remove: !['GOING_DOWN', 'REMOVED'].includes(status),
  };
}
