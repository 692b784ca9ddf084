import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { familiesOf, filesOf, scanFile } from './corpus.ts';
import { PURE } from './ports.ts';

const ROOT = import.meta.dirname;
const BROWSER = [process.env['HORNGATE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

test('a Worker of a real browser says of the corpus what Node says', {
  skip: BROWSER === undefined && 'no Chromium (Debian: apt-get install chromium, or HORNGATE_CHROMIUM=path)',
}, async (t) => {
  const files = familiesOf(ROOT).flatMap(({ name, cases }) => cases.flatMap(({ file }) => filesOf(join(ROOT, name, file))));
  const server = await serve(await bundle(), files);
  t.after(() => server.close());
  const browser = await chromium.launch({ executablePath: BROWSER as string, args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const seen = await page.evaluate(scanAll, files);
  for (const [index, path] of files.entries()) assert.deepEqual(seen[index], JSON.parse(JSON.stringify(scanFile(path, PURE))), path);
});

/** What a page has of the browser, as far as it is used here. */
declare class Worker {
  constructor(url: string);
  onmessage: (event: { readonly data: unknown }) => void;
  onerror: (event: { readonly message: string }) => void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
}

/** Runs in the page: a Worker scans one file after the other. */
async function scanAll(paths: readonly string[]): Promise<unknown[]> {
  const worker = new Worker('/worker.js');
  const answers: unknown[] = [];
  for (const [index, path] of paths.entries()) {
    const bytes = await (await fetch(`/${index}`)).arrayBuffer();
    answers.push(
      await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage({ path, bytes }, [bytes]);
      }),
    );
  }
  return answers;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'worker.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    conditions: ['source'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? assert.fail('no bundle');
}

function serve(worker: string, files: readonly string[]): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    if (url === '/') response.setHeader('content-type', 'text/html').end('<!doctype html>');
    else if (url === '/worker.js') response.setHeader('content-type', 'text/javascript').end(worker);
    else if (files[Number(url.slice(1))] === undefined) response.writeHead(404).end();
    else response.end(readFileSync(files[Number(url.slice(1))] as string));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

test('the checks that fire are the same with the pure ports and with those of a guest', () => {
  const checks = (path: string, ports?: typeof PURE): string[] =>
    [...new Set(scanFile(path, ports).findings.map(({ check, severity }) => `${check} ${severity}`))].sort();
  for (const { name, cases } of familiesOf(ROOT))
    for (const { file } of cases) for (const path of filesOf(join(ROOT, name, file))) assert.deepEqual(checks(path, PURE), checks(path), path);
});
