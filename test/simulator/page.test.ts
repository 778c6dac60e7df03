import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/exposition/page.js';
import { verify } from '../../src/exposition/verify.js';
import type { LabelSpec } from '../../src/index.js';
import { page } from '../../src/simulator/page.js';
import { model, pass, victor } from './victor.js';

/** One line of a page, read without the printer's help. */
interface Line {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

function parse(text: string): Line[] {
  return text
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [, name, inner = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) as string[];
      const labels = [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]) => [k, v]);
      return { name: name as string, labels: Object.fromEntries(labels), value: Number(value) };
    });
}

const running = model();
pass(running, 30);
const processes = await Promise.all(
  running.processes.map(async process => ({ process, text: (await page(running.read(process) ?? [])).text })),
);

describe.each(processes)('the page of $process', ({ text }) => {
  it('passes promtool check metrics', async () => {
    const output = await new Promise<string>((resolve, reject) => {
      const child = execFile('promtool', ['check', 'metrics'], (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve(`${stdout}${stderr}${error ? `exit ${error.code}` : ''}`);
      });
      child.stdin?.end(text);
    });
    expect(output).toBe('');
  });

  it('has series of the catalog only, with exactly its labels, closed values and values in range', () => {
    for (const { name, labels, value } of parse(text)) {
      const known = victor.series(name);
      expect(known, name).toBeDefined();
      if (!known) continue;
      const { metric, labels: declared } = known;
      const pushed = metric.type === 'gauge' && metric.pushed;
      const own = Object.keys(declared).filter(label => pushed || (label !== 'job' && label !== 'instance'));
      expect(
        Object.keys(labels)
          .filter(label => labels[label] !== '')
          .sort(),
        name,
      ).toEqual(own.sort());
      for (const [label, v] of Object.entries(labels)) {
        const spec: LabelSpec | undefined = (declared as Record<string, LabelSpec>)[label];
        if (spec?.kind === 'closed') expect(spec.values, `${name} ${label}`).toContain(v);
      }
      expect(value, name).toBeGreaterThanOrEqual(known.range[0]);
      expect(value, name).toBeLessThanOrEqual(known.range[1]);
    }
  });

  it('says the type and the help of the catalog', () => {
    for (const [, name, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      const metric = victor.metrics.find(m => m.name === name);
      expect(type).toBe(metric?.type);
      expect(text).toContain(`# HELP ${name} ${metric?.help}\n`);
    }
  });
});

it('all pages together have every metric that Victor exports', () => {
  const names = processes.flatMap(({ text }) => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const expected = victor.metrics.map(m => m.name).filter(name => name !== 'up');
  expect([...new Set(names)].sort()).toEqual(expected);
});

it('bucket edges have a decimal point', () => {
  expect(processes[0]?.text).toContain('le="1.0"');
  expect(processes[0]?.text).not.toContain('le="1"');
});

it('the pages of all processes keep the contract of the catalog', async () => {
  const pages = await Promise.all(
    processes.map(async ({ process, text }) => ({ name: process, families: await readPage(text.split('\n')) })),
  );
  expect(verify(pages, victor)).toEqual([]);
});
