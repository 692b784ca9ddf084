export { isEnvironment, readEnvironment } from './read-environment.ts';
export { readInstallation } from './read-installation.ts';
