import type { Line } from './compare.ts';

/** COMPARISON.md and one plot a batch size, from the lines of one run. */
export function pageOf(lines: readonly Line[]): Readonly<Record<string, string>> {
  const batches = [...new Set(lines.map(({ batch }) => batch))];
  const plots = Object.fromEntries(
    batches.map((batch) => [
      `comparison-batch-${batch}.svg`,
      plot(
        lines.filter((line) => line.batch === batch),
        batch,
      ),
    ]),
  );
  return { 'COMPARISON.md': page(lines, batches), ...plots };
}

const OURS = 'Horngate, in process';
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2));

function page(lines: readonly Line[], batches: readonly number[]): string {
  const [first] = lines;
  const versions = [...new Set(lines.map(({ peer, version }) => `${peer}: ${version}`))];
  const head = [
    '# Comparison',
    '',
    `\`npm run bench:compare\`, ${first?.date}, ${first?.processor}. One thread a peer, each in a process of its own, in turn; medians of wall milliseconds a call. In brackets: how`,
    'many times that of Horngate in process. `of peak` is the part of the core’s best matrix product that Horngate in process reaches. `error` is the farthest from `predict`,',
    'as a part of the largest number.',
    '',
    ...versions.map((text) => `- ${text}`),
  ];
  return `${[
    ...head,
    ...batches.flatMap((batch) =>
      section(
        lines.filter((line) => line.batch === batch),
        batch,
      ),
    ),
  ].join('\n')}\n`;
}

function section(lines: readonly Line[], batch: number): string[] {
  const models = [...new Set(lines.map(({ model }) => model))];
  const peers = [...new Set(lines.map(({ peer }) => peer))];
  const find = (peer: string, model: string): Line | undefined => lines.find((line) => line.peer === peer && line.model === model);
  const cell = (peer: string, model: string): string => {
    const [line, ours] = [find(peer, model), find(OURS, model)];
    if (line === undefined || ours === undefined) return '';
    return peer === OURS ? digits(line.wallMs) : `${digits(line.wallMs)} (${digits(line.wallMs / ours.wallMs)})`;
  };
  const row = (name: string, of: (model: string) => string): string => `| ${name} | ${models.map(of).join(' | ')} |`;
  return [
    '',
    `## Batch ${batch}`,
    '',
    `![wall time of each peer](comparison-batch-${batch}.svg)`,
    '',
    row('ms', (model) => model),
    `|---|${models.map(() => '---|').join('')}`,
    ...peers.map((peer) => row(peer, (model) => cell(peer, model))),
    row('of peak', (model) => `${Math.round((find(OURS, model)?.ofPeak ?? 0) * 100)} %`),
    row('error', (model) => (find(OURS, model)?.error ?? 0).toExponential(0)),
    row('MB of Horngate, sandboxed, at its first answer', (model) => String(Math.round(find('Horngate, sandboxed', model)?.megabytes ?? 0))),
    row('MB of Keras predict, at its first answer', (model) => String(Math.round(find('Keras predict', model)?.megabytes ?? 0))),
  ];
}

const COLOURS = ['#0b6e4f', '#5fad8b', '#33658a', '#86bbd8', '#f26419', '#f6ae2d', '#9e2a2b', '#6d597a', '#555555'];
const [LEFT, TOP, WIDTH, BAR] = [120, 34, 620, 11];

/** Bars on a logarithmic axis: peers are a thousand times apart. */
function plot(lines: readonly Line[], batch: number): string {
  const models = [...new Set(lines.map(({ model }) => model))];
  const peers = [...new Set(lines.map(({ peer }) => peer))];
  const logs = lines.map(({ wallMs }) => Math.log10(wallMs));
  const [least, most] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const x = (value: number): number => LEFT + ((Math.log10(value) - least) / (most - least)) * WIDTH;
  const group = peers.length * BAR + 14;
  const height = TOP + models.length * group + 24 + peers.length * 14;
  const bars = models.flatMap((model, m) =>
    peers.flatMap((peer, p) => {
      const line = lines.find((one) => one.model === model && one.peer === peer);
      if (line === undefined) return [];
      const y = TOP + m * group + p * BAR;
      return [
        `<rect x="${LEFT}" y="${y}" width="${(x(line.wallMs) - LEFT).toFixed(1)}" height="${BAR - 2}" fill="${COLOURS[p % COLOURS.length]}"/>`,
        `<text x="${(x(line.wallMs) + 4).toFixed(1)}" y="${y + BAR - 3}" font-size="9">${digits(line.wallMs)}</text>`,
      ];
    }),
  );
  const ticks = Array.from({ length: most - least + 1 }, (_, step) => least + step).map(
    (power) => `<text x="${x(10 ** power)}" y="${TOP - 8}" font-size="10" text-anchor="middle">${10 ** power} ms</text>`,
  );
  const names = models.map(
    (model, m) => `<text x="${LEFT - 8}" y="${TOP + m * group + (peers.length * BAR) / 2}" font-size="12" text-anchor="end">${model}</text>`,
  );
  const legend = peers.map(
    (peer, p) =>
      `<rect x="${LEFT}" y="${height - 14 * (peers.length - p)}" width="10" height="10" fill="${COLOURS[p % COLOURS.length]}"/><text x="${LEFT + 16}" y="${height - 14 * (peers.length - p) + 9}" font-size="11">${peer.replace('&', '&amp;')}</text>`,
  );
  const body = [...ticks, ...names, ...bars, ...legend].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 60}" height="${height}" font-family="sans-serif">\n<title>Milliseconds a call, batch ${batch}</title>\n<rect width="100%" height="100%" fill="white"/>\n${body}\n</svg>\n`;
}
