export { checkReach } from './reach.ts';
export { type StageOptions, stageFiles } from './stage-files.ts';
export { bundleDigest, type Places, runtimeVersion, stageGuest } from './stage-guest.ts';
