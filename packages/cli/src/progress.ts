import type { Step } from '@horngate/host';

/** Shows on a terminal how far a long work is; silent elsewhere, with `--quiet`, and for what is done at once. */
export interface Progress {
  readonly step: (step: Step) => void;
  /** A fraction of 0 to 1 of the step at hand, and how far that is in words. */
  readonly part: (fraction: number, note?: string) => void;
  readonly done: () => void;
}

const STEPS: readonly Step[] = ['hash', 'scan', 'compile', 'check', 'start', 'predict'];
const WIDTH = 24;
/** Work that is shorter than this shows nothing. */
const PATIENCE_MS = 400;

export function progressOn(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (!stream.isTTY || quiet) return { step: ignore, part: ignore, done: ignore };
  const begun = performance.now();
  let at: Step = 'hash';
  let fraction = 0;
  let note = '';
  let shown = 0;
  const draw = (): void => {
    if (performance.now() - begun < PATIENCE_MS) return;
    const filled = Math.round(((Math.max(0, STEPS.indexOf(at)) + fraction) / STEPS.length) * WIDTH);
    const line = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${at.padEnd(8)} ${note}`;
    stream.write(`\r${line.padEnd(shown)}`);
    shown = line.length;
  };
  const timer = setInterval(draw, 200).unref();
  return {
    step: (step) => {
      if (step === 'decode' || step === 'rebuild') return;
      at = step;
      fraction = 0;
      note = '';
      draw();
    },
    part: (part, words = '') => {
      fraction = part;
      note = words;
      draw();
    },
    done: () => {
      clearInterval(timer);
      if (shown > 0) stream.write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}

function ignore(): void {}
