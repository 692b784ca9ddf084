export { checkReach } from './reach.ts';
export { type StageOptions, stageFiles, stageParts } from './stage-files.ts';
export { bareGuest, bundleDigest, bundleFile, type Kind, type Places, runtimeVersion, stageGuest, wasmVersion } from './stage-guest.ts';
