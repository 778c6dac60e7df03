import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { infer } from '../../src/infer/infer.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { type Prometheus, startPrometheus } from '../e2e/prometheus.js';
import { catalog, every, samples, seriesOf } from './data.js';
import { expression } from './expressions.js';
import { broken, type Returned } from './holds.js';
import { seed } from './seed.js';

/** The hour of samples lies two hours back: whole, whatever the time is. */
const start = Math.floor(Date.now() / 60_000) * 60 - 2 * 3600;
const time = start + (samples - 1) * every;

let prometheus: Prometheus;
const folder = mkdtempSync(join(tmpdir(), 'telltale-infer-'));

beforeAll(async () => {
  const lines = seriesOf().flatMap(({ labels: { __name__, ...labels }, values }) => {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return values.map((value, i) => `${__name__}{${pairs.join(',')}} ${value} ${start + i * every}`);
  });
  writeFileSync(join(folder, 'past.om'), `${lines.join('\n')}\n# EOF\n`);
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const blocks = [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    '--quiet',
    join(folder, 'past.om'),
    join(folder, 'data'),
  ];
  execFileSync('promtool', blocks, { stdio: 'pipe' });
  prometheus = await startPrometheus(folder);
}, 60_000);

afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What Prometheus says to a query: that it is none, that it cannot be evaluated, or what it returns. */
async function ask(query: string): Promise<'refused' | 'failed' | readonly Returned[]> {
  const body = new URLSearchParams({ query, time: `${time}` });
  const response = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body });
  if (response.status === 400) return 'refused';
  if (response.status === 422) return 'failed';
  const { data } = (await response.json()) as { data: { resultType: string; result: never } };
  if (data.resultType === 'scalar') return [{ labels: {}, value: number(data.result[1]) }];
  const vector: { metric: Record<string, string>; value: [number, string] }[] = data.result;
  return vector.map(({ metric, value }) => ({ labels: metric, value: number(value[1]) }));
}

const number = (text: string): number => (/Inf$/.test(text) ? Number(`${text}inity`) : Number(text));

test('what is inferred holds for what Prometheus returns', async () => {
  let returning = 0;
  await fc.assert(
    fc.asyncProperty(expression, async node => {
      const text = print(node);
      const answer = await ask(text);
      expect(answer, text).not.toBe('refused');
      if (answer === 'failed' || answer === 'refused') return;
      if (answer.length > 0) returning++;
      expect(broken(infer(node, catalog), answer), text).toEqual([]);
    }),
    { numRuns: 500, seed },
  );
  expect(returning).toBeGreaterThan(100);
}, 60_000);

test('what Prometheus refuses is refused here, and nothing else', async () => {
  const verdicts = new Map<boolean, number>();
  const cut = fc.tuple(expression, fc.nat(), fc.integer({ min: 1, max: 3 })).map(([node, place, length]) => {
    const text = print(node);
    const at = place % text.length;
    return text.slice(0, at) + text.slice(at + length);
  });
  await fc.assert(
    fc.asyncProperty(cut, async text => {
      const { ok } = parse(text);
      verdicts.set(ok, (verdicts.get(ok) ?? 0) + 1);
      // Prometheus takes a query of nothing for a missing one.
      expect((await ask(text)) !== 'refused', text).toBe(ok);
    }),
    { numRuns: 300, seed },
  );
  expect(Math.min(verdicts.get(true) ?? 0, verdicts.get(false) ?? 0)).toBeGreaterThan(20);
}, 60_000);
