import { isDigest } from './artifact.ts';
import { isSeverity, type Severity, type Waiver } from './finding.ts';
import { LEVELS, type Level } from './guest.ts';
import { isDate } from './instant.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { object, pick, wrong } from './policy-fields.ts';
import { DEFAULT_REQUIRE, type RequirePolicy, readRequire } from './require-policy.ts';
import { DEFAULT_TRUST, readTrust, type TrustPolicy } from './trust-policy.ts';

/** An operator's decision, as data. One file; each part of the house adds its section. */
export interface Policy {
  readonly version: 1;
  readonly scan: {
    /** Findings at or above this refuse the model, and fail `scan`. */
    readonly failOn: Severity;
    /** Globals of pickles that were reviewed here, beside those of the scanner's own list. */
    readonly allow: readonly AllowedGlobal[];
    /** What was accepted, file by file. */
    readonly waivers: readonly Waiver[];
  };
  readonly limits: Limits;
  readonly sandbox: {
    /** Guests below this level are not started. */
    readonly minLevel: Level;
    /** Processors that runners keep to, by number; `any`: the kernel chooses. */
    readonly cpus: 'any' | readonly number[];
    /** No other process beside a runner on one core, where cores have two threads; where that cannot be had, it is not started. */
    readonly coreScheduling: boolean;
    /** Each start maps a copy of the weights of its own, so that nobody can tell from a shared page which rows were read. */
    readonly ownWeights: boolean;
  };
  /** What happens to a model that needs code: refused, or run by real Keras in a guest. */
  readonly contain: 'refuse' | 'keras-guest';
  readonly trust: TrustPolicy;
  readonly require: RequirePolicy;
}

export const DEFAULT_POLICY: Policy = {
  version: 1,
  scan: { failOn: 'medium', allow: [], waivers: [] },
  limits: DEFAULT_LIMITS,
  sandbox: { minLevel: 'L1', cpus: 'any', coreScheduling: false, ownWeights: false },
  contain: 'refuse',
  trust: DEFAULT_TRUST,
  require: DEFAULT_REQUIRE,
};

/** Sections that later parts of the house bring: named here so that a policy which needs them is refused, not half obeyed. */
const LATER = ['sanitation', 'outputs', 'sharing', 'quotas'];

/**
 * Reads a Policy from parsed JSON. Nothing is ignored: an unknown section or field would look obeyed.
 *
 * @throws HG_USAGE_POLICY naming the field.
 */
export function readPolicy(value: unknown): Policy {
  const policy = object(value, '', ['version', 'scan', 'limits', 'sandbox', 'contain', 'trust', 'require', ...LATER]);
  for (const name of LATER) if (policy[name] !== undefined) throw wrong(`/${name}`, 'a section that this version can enforce', policy[name]);
  if (policy['version'] !== 1) throw wrong('/version', '1', policy['version']);
  const trust = readTrust(policy['trust'] ?? {});
  const scan = object(policy['scan'] ?? {}, '/scan', ['failOn', 'allow', 'waivers']);
  return {
    version: 1,
    scan: {
      failOn: pick(scan, 'failOn', '/scan/failOn', isSeverity, 'a severity', DEFAULT_POLICY.scan.failOn),
      allow: pick(scan, 'allow', '/scan/allow', Array.isArray, 'a list', []).map(readAllowed),
      waivers: pick(scan, 'waivers', '/scan/waivers', Array.isArray, 'a list', []).map(readWaiver),
    },
    limits: readLimits(policy['limits'] ?? {}),
    sandbox: readSandbox(policy['sandbox'] ?? {}),
    contain: pick(policy, 'contain', '/contain', isContain, '"refuse" or "keras-guest"', DEFAULT_POLICY.contain),
    trust,
    require: readRequire(policy['require'] ?? {}, trust),
  };
}

/** What a pickle may do with a name: name it, call it, make an object of it, give one its state, put items into one. */
export const PICKLE_OPERATIONS = ['refer', 'call', 'new', 'state', 'items'] as const;

/** An addition to the scanner's allow-list: exactly this name, exactly these operations. What is known to run code stays a finding all the same. */
export interface AllowedGlobal {
  readonly module: string;
  /** Qualified, without dots: what is reached through attributes is never listed. */
  readonly name: string;
  readonly may: readonly (typeof PICKLE_OPERATIONS)[number][];
  readonly reason: string;
}

function readAllowed(value: unknown, index: number): AllowedGlobal {
  const pointer = `/scan/allow/${index}`;
  const data = object(value, pointer, ['module', 'name', 'may', 'reason']);
  const need = <T>(name: string, is: (found: unknown) => found is T, wanted: string): T => {
    if (!is(data[name])) throw wrong(`${pointer}/${name}`, wanted, data[name]);
    return data[name];
  };
  return {
    module: need('module', isModule, 'the name of a module'),
    name: need('name', isIdentifier, 'a name without dots'),
    may: need('may', isOperations, `a list of ${PICKLE_OPERATIONS.join(', ')}`),
    reason: need('reason', isReason, 'a reason of at least 10 characters'),
  };
}

const isIdentifier = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z_]\w{0,199}$/.test(value);
const isModule = (value: unknown): value is string => typeof value === 'string' && value.length < 1000 && value.split('.').every(isIdentifier);
const isOperations = (value: unknown): value is AllowedGlobal['may'] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => (PICKLE_OPERATIONS as readonly unknown[]).includes(one));

/** All four are needed: an acceptance of everything, for ever or for no reason is none. */
function readWaiver(value: unknown, index: number): Waiver {
  const pointer = `/scan/waivers/${index}`;
  const data = object(value, pointer, ['digest', 'check', 'reason', 'until']);
  const need = <T extends string>(name: string, is: (found: unknown) => found is T, wanted: string): T => {
    if (!is(data[name])) throw wrong(`${pointer}/${name}`, wanted, data[name]);
    return data[name];
  };
  return {
    digest: need('digest', isDigest, '"sha256:" and 64 hexadecimal digits'),
    check: need('check', isCheckId, 'the id of a check, such as "keras/code-class"'),
    reason: need('reason', isReason, 'a reason of at least 10 characters'),
    until: need('until', isDay, 'a day as YYYY-MM-DD'),
  };
}

const isCheckId = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9]+\/[a-z0-9-]+$/.test(value);
const isReason = (value: unknown): value is string => typeof value === 'string' && value.trim().length >= 10;
/** A day that exists: the 31st of April would compare as one, and never come. */
const isDay = (value: unknown): value is string => {
  const [year = 0, month = 0, day = 0] = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value.split('-').map(Number) : [];
  return isDate(year, month, day);
};

function readSandbox(value: unknown): Policy['sandbox'] {
  const absent = DEFAULT_POLICY.sandbox;
  const data = object(value, '/sandbox', Object.keys(absent));
  return {
    minLevel: pick(data, 'minLevel', '/sandbox/minLevel', isLevel, 'a level from L1', absent.minLevel),
    cpus: pick(data, 'cpus', '/sandbox/cpus', isCpus, '"any" or a list of different processor numbers', absent.cpus),
    coreScheduling: pick(data, 'coreScheduling', '/sandbox/coreScheduling', isSwitch, 'true or false', absent.coreScheduling),
    ownWeights: pick(data, 'ownWeights', '/sandbox/ownWeights', isSwitch, 'true or false', absent.ownWeights),
  };
}

function readLimits(value: unknown): Limits {
  const data = object(value, '/limits', Object.keys(DEFAULT_LIMITS));
  const limits: Record<string, number> = { ...DEFAULT_LIMITS };
  for (const [name, given] of Object.entries(data)) {
    if (typeof given !== 'number' || !Number.isSafeInteger(given) || given < 0) throw wrong(`/limits/${name}`, 'a whole number >= 0', given);
    limits[name] = given;
  }
  return limits as unknown as Limits;
}

const isLevel = (value: unknown): value is Level => value !== 'L0' && (LEVELS as readonly unknown[]).includes(value);
/** Linux knows at most 8192 processors. */
const isCpus = (value: unknown): value is Policy['sandbox']['cpus'] =>
  value === 'any' ||
  (Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((cpu) => typeof cpu === 'number' && Number.isInteger(cpu) && cpu >= 0 && cpu < 8192));
const isSwitch = (value: unknown): value is boolean => typeof value === 'boolean';
const isContain = (value: unknown): value is Policy['contain'] => value === 'refuse' || value === 'keras-guest';
