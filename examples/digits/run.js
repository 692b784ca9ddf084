// The main job from end to end, on a model that stands in this repository: `npm start`.
import { readFileSync } from 'node:fs';
import { compile, decode, HorngateError, judge, open, scan, start } from 'horngate';

const here = (name) => new URL(name, import.meta.url).pathname;
const DIGIT = '3';

/** Five grey values; the darkest two blocks are as wide as they are high, on most terminals. */
const SHADES = ['  ', '░░', '▒▒', '▓▓', '██'];

function draw({ shape, data }) {
  const [, height, width] = shape;
  for (let row = 0; row < height; row++) {
    const cells = Array.from(data.slice(row * width, (row + 1) * width), (value) => SHADES[Math.min(4, Math.floor((value / 16) * 5))]);
    console.log(`    ${cells.join('')}`);
  }
}

function best({ data }, labels, count) {
  const ranked = labels.map((label, index) => ({ label, score: data[index] })).sort((a, b) => b.score - a.score);
  return ranked.slice(0, count).map(({ label, score }) => `${label} (${(100 * score).toFixed(1)} %)`);
}

try {
  const artifact = open(here('digits.keras'));
  console.log(`opened    examples/digits/digits.keras, ${artifact.file.bytes} bytes\n          ${artifact.digest}`);

  const report = await scan(artifact);
  console.log(`scanned   ${report.format}: ${report.findings.length} findings, ${report.unread.length} parts not read`);
  console.log('          looked at: archive, description, structure of the weights; not looked at: what the weights make the model do');

  const verdict = judge(report);
  console.log(`judged    ${verdict.outcome}`);

  const program = await compile(artifact, verdict, report);
  artifact.close();
  console.log(`compiled  to ONNX, checked by a second guest, sealed as ${program.key.slice(0, 16)}`);

  const session = await start(program);
  const { level, uid, seccomp, namespaces, landlockAbi, writeXorExecute, missing } = session.posture;
  console.log(`confined  ${level}, measured from outside: user ${uid}, ${seccomp.filters} system call filters, Landlock ABI ${landlockAbi}`);
  console.log(
    `          ${namespaces.length > 0 ? `own namespaces: ${namespaces.join(', ')}` : 'no namespaces of its own'}; ${writeXorExecute ? 'no page can become executable' : 'pages can become executable'}`,
  );
  for (const what of missing) console.log(`          missing: ${what}`);

  const image = (await decode(here(`images/${DIGIT}.npy`))).arr_0;
  draw(image);
  const labels = readFileSync(here('labels.txt'), 'utf8').trim().split('\n');
  const { outputs } = await session.predict([image]);
  console.log(`predicted ${best(Object.values(outputs)[0], labels, 3).join(', ')}`);
  session.dispose();
} catch (error) {
  console.error(error instanceof HorngateError ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
