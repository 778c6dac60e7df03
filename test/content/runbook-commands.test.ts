import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { blocksOf } from '../../src/runbooks/markdown.js';
import { isShell, queriesIn } from '../../src/runbooks/queries.js';
import { renderPages } from '../../src/runbooks/render.js';
import project from '../../telltale.config.js';
import { compile, repository } from '../cli/compile.js';
import { program } from '../cli/run.js';
import { type Prometheus, startPrometheus } from '../e2e/prometheus.js';

/** The commands of the runbooks, run as they stand: on sample logs in a home of their own, against a real Prometheus. */

const scratch = mkdtempSync(join(tmpdir(), 'telltale-runbooks-'));
const home = join(scratch, 'home');
let prometheus: Prometheus;
let pages: Map<string, string>;

/** Pages of an installation whose Prometheus is the one that runs here. */
beforeAll(async () => {
  compile();
  mkdirSync(join(scratch, 'bin'));
  const telltale = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
  writeFileSync(join(scratch, 'bin/telltale'), telltale, { mode: 0o755 });

  const folder = join(scratch, 'prometheus');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: victor, static_configs: [{ targets: ['127.0.0.1:9'] }] }]\n`,
  );
  prometheus = await startPrometheus(folder);
  const { site } = project;
  const datasources = { ...site.datasources, prometheus: { ...site.datasources.prometheus, url: prometheus.url } };
  pages = new Map(renderPages({ ...project, site: { ...site, datasources } }));

  const samples = fileURLToPath(new URL('../logs/samples/', import.meta.url));
  const log = (path: string, sample: string, pack: (text: string) => string | Buffer = text => text) => {
    // The last line of a file that is being written is not whole.
    const text = `${readFileSync(join(samples, sample), 'utf8')}\n{"timestamp": "2026-07-14T09:`;
    mkdirSync(dirname(join(home, '.victor', path)), { recursive: true });
    writeFileSync(join(home, '.victor', path), pack(text));
  };
  log('logs/usage.jsonl', 'usage.jsonl');
  log('logs/usage.1.jsonl.gz', 'usage.jsonl', gzipSync);
  log('logs/usage.20260713-000000.jsonl', 'usage.jsonl');
  for (const name of ['victor', 'victor_coordinator', 'victor_legacy']) log(`metrics/${name}.jsonl`, `${name}.jsonl`);
});
afterAll(async () => {
  await prometheus?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const env = { ...process.env, HOME: home, PATH: `${join(scratch, 'bin')}:${process.env.PATH}` };
const bash = (args: readonly string[], input: string) =>
  new Promise<{ code: number; output: string; errors: string }>((done, fail) => {
    const child = execFile('bash', args, { env, cwd: repository, timeout: 30_000 }, (error, output, errors) => {
      if (error && typeof error.code !== 'number') fail(error);
      else done({ code: Number(error?.code ?? 0), output, errors });
    });
    child.stdin?.end(input);
  });

const withShell = renderPages(project)
  .filter(([, text]) => blocksOf(text).some(isShell))
  .map(([path]) => path);

test('most pages have some', () => {
  expect(withShell.length).toBeGreaterThan(25);
});

test.each(withShell)('of %s are bash, and those that only look do what they say', async path => {
  const blocks = blocksOf(pages.get(path) as string).filter(isShell);
  await Promise.all(
    blocks.map(async ({ info, text, line }) => {
      const at = `${path}:${line}\n${text}`;
      expect(await bash(['-n'], text), at).toEqual({ code: 0, output: '', errors: '' });
      if (info === 'sh host') {
        expect(text, `a filter that nothing tries; ${at}`).not.toMatch(/\bjq\b/);
        return;
      }
      const { code, output, errors } = await bash(['-euo', 'pipefail'], text);
      expect({ code, errors }, at).toEqual({ code: 0, errors: '' });
      // Logs hold what is looked for; Prometheus has been up for a second only.
      if (/\.victor\//.test(text)) expect(output.trim(), at).not.toBe('');
    }),
  );
});

test('every query is one that Prometheus reads', async () => {
  const queries = [...pages].filter(([path]) => path.startsWith('runbooks/')).flatMap(([, text]) => queriesIn(text));
  expect(queries.length).toBeGreaterThan(100);
  for (const { text } of queries) expect(parse(text), text).toMatchObject({ ok: true });
  const texts = [...new Set(queries.map(query => query.text))];
  await Promise.all(texts.map(text => prometheus.query(text)));
});
