import { describe, expect, test } from 'vitest';
import type { Node, ValueType } from '../../src/promql/ast.js';
import { aggregations, arity, functions } from '../../src/promql/functions.js';
import * as make from '../../src/promql/nodes.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { promtoolVerdicts } from './promtool.js';

const vector = make.selector({ name: 'up', matchers: [] });
const of: Record<ValueType, Node> = {
  vector,
  scalar: make.number(1),
  string: make.string('x'),
  matrix: make.matrix(vector, { kind: 'duration', ms: 300_000 }),
};
const types = Object.keys(of) as ValueType[];

/** Every call of a function with one argument too few up to one too many, and with each argument of each type. */
function calls(): string[] {
  const texts: string[] = [];
  for (const spec of functions.values()) {
    const { min, max } = arity(spec);
    const most = Math.min(max, spec.args.length + 2) + 1;
    const args = Array.from({ length: most }, (_, i) => of[spec.args[Math.min(i, spec.args.length - 1)] ?? 'vector']);
    for (let n = Math.max(0, min - 1); n <= most; n++) texts.push(print(make.call(spec.name, args.slice(0, n))));
    spec.args.forEach((_, i) => {
      for (const type of types) {
        texts.push(print(make.call(spec.name, args.slice(0, spec.args.length).with(i, of[type]))));
      }
    });
    for (const type of ['vector', 'scalar'] as const) {
      const valid = print(make.call(spec.name, args.slice(0, spec.args.length)));
      texts.push(type === 'vector' ? `sum(${valid})` : `vector(${valid})`);
    }
  }
  return texts;
}

function aggregated(): string[] {
  return [...aggregations.keys()].flatMap(op => [
    ...types.map(type => `${op}(${print(of[type])})`),
    ...types.flatMap(a => types.map(b => `${op}(${print(of[a])}, ${print(of[b])})`)),
  ]);
}

describe('the table agrees with promtool', () => {
  test.each([
    ['functions', calls()],
    ['aggregations', aggregated()],
  ])('%s', { timeout: 60_000 }, async (_, texts) => {
    const verdicts = await promtoolVerdicts(texts);
    const differing = texts.filter((text, i) => parse(text).ok !== (verdicts[i] === undefined));
    expect(differing).toEqual([]);
    expect(verdicts.filter(v => v === undefined).length).toBeGreaterThan(10);
  });
});

test('a renamed function says so', () => {
  expect(functions.get('holt_winters')?.removed).toEqual({ in: '3.0', renamedTo: 'double_exponential_smoothing' });
});

test('functions behind a flag are marked', () => {
  const flagged = [...functions.values()].filter(f => f.experimental).map(f => f.name);
  expect(flagged).toContain('info');
  expect(flagged).not.toContain('rate');
});
