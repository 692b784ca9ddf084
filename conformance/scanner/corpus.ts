import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource } from '@horngate/core/artifact';
import { type ScanPorts, type ScanResult, scan, scanWhole } from '@horngate/core/scanner';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { digests, inflate } from '../../packages/guests/src/ports.ts';
import { unpack } from '../../packages/guests/src/unpack.ts';
import { type Whole, wholesBelow } from '../../packages/host/src/wholes.ts';

/** One artifact of the corpus, as `<family>/manifest.json` lists it. */
export interface Case {
  readonly name: string;
  /** Beside the manifest; ends with `/` where the artifact is a folder. */
  readonly file: string;
  readonly hostile: boolean;
  readonly cause?: string;
  readonly advisory?: string | null;
  /** [check, severity] without repeats, sorted, at `low` or above. */
  readonly expect: readonly (readonly [check: string, severity: string])[];
  /** A stock loader that can be shown to run the payload. */
  readonly loader?: string | null;
  readonly proved?: { readonly loader: string };
}

export interface Family {
  readonly name: string;
  readonly cases: readonly Case[];
}

export const familiesOf = (root: string): Family[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, cases: (JSON.parse(readFileSync(join(root, name, 'manifest.json'), 'utf8')) as { cases: Case[] }).cases }));

/** What a scan says of a file, or of all files of a folder and of the folder as a whole, in the form of the manifest. */
export function reportsOf(path: string): [check: string, severity: string][] {
  const findings = [...filesOf(path).map((file) => scanFile(file)), ...wholesBelow([path]).map((whole) => scanFolder(whole))].flatMap((seen) => seen.findings);
  const pairs = findings.filter(({ severity }) => severity !== 'info').map(({ check, severity }) => `${check} ${severity}`);
  return [...new Set(pairs)].sort().map((pair) => pair.split(' ') as [string, string]);
}

const NATIVE: ScanPorts = { inflate, digests, unpack };

/** @param ports - default: as a reader guest has them. */
export const scanFile = (path: string, ports = NATIVE): ScanResult => scan(bytesSource(readFileSync(path)), path, ports, DEFAULT_LIMITS);

const scanFolder = ({ kind, path, names, descriptions }: Whole): ScanResult =>
  scanWhole(
    kind,
    descriptions.map((name) => ({ path: name, source: bytesSource(readFileSync(join(path, name))) })),
    names,
    path,
    NATIVE,
    DEFAULT_LIMITS,
  );

export const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesOf(join(path, name)))
    : [path];
