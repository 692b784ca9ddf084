export { checkReach } from './reach.ts';
export { type StageOptions, stageFiles, stageParts } from './stage-files.ts';
export { bundleDigest, bundleFile, type Places, runtimeVersion, stageGuest } from './stage-guest.ts';
