import { KERAS_PUBLISHED } from './known/keras.ts';

/** What a project published under a name. */
export interface Published {
  readonly name: string;
  readonly publisher: string;
  /** MD5 tells published files apart, and is no proof: anybody can make two files that share one (RFC 6151, section 2.1). */
  readonly algorithm: 'md5' | 'sha256';
  /** Hexadecimal digits. */
  readonly digest: string;
  /** The module of Keras that names it. */
  readonly module: string;
}

/** What Keras publishes under this name; undefined where it publishes nothing so called. @param name - of the file, without its folder. */
export function published(name: string): Published | undefined {
  const files: Readonly<Record<string, readonly [digest: string, module: string]>> = KERAS_PUBLISHED.files;
  const row = Object.hasOwn(files, name) ? files[name] : undefined;
  if (row === undefined) return undefined;
  const [digest, module] = row;
  return { name, publisher: `Keras ${KERAS_PUBLISHED.version}`, algorithm: digest.length === 32 ? 'md5' : 'sha256', digest, module };
}
