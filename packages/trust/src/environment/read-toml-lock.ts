import { HorngateError } from '@horngate/core/words';
import { parse, TomlError } from 'smol-toml';
import { gather, pythonPackage, type Read } from './gather.ts';
import { listAt, MAX_DEPTH, objectAt } from './parse.ts';

/** `poetry.lock`, `uv.lock`, `pdm.lock` (`[[package]]`) and `pylock.toml` (`[[packages]]`, PEP 751). @throws HG_INPUT_FORMAT, HG_LIMIT_ENTRIES */
export function readTomlLock(text: string, path: string): Read {
  const lock = objectAt(parsed(text, path), path, '');
  const key = lock['packages'] === undefined ? 'package' : 'packages';
  const packages = listAt(lock[key] ?? [], path, key);
  return gather(
    packages.map((one, index) => {
      const { name, version } = objectAt(one, path, `${key}[${index}]`);
      return pythonPackage(name, version, `${key}[${index}]`);
    }),
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as it must be TOML: line ${error.line}, column ${error.column}`);
  }
}
