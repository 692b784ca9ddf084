export { DEFAULT_RESTART, type RestartPolicy } from './restart-policy.ts';
export { type Started, Supervisor } from './supervisor.ts';
export { watchFolder } from './watch-folder.ts';
