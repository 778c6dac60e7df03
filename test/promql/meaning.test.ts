import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Binary, Node, VectorSelector } from '../../src/promql/ast.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';

/**
 * That a text is read as Prometheus reads it, not only accepted: random texts without parentheses are parsed, the tree
 * is evaluated here and the text by promtool; a sign, a power or an `offset` in the wrong place gives another number.
 */

const operators = ['+', '-', '*', '%', '^', '== bool', '> bool', '<= bool'] as const;
const operand = fc
  .tuple(
    fc.constantFrom('', '', '', '-', '+', '- -'),
    fc.oneof(
      fc.integer({ min: 0, max: 9 }).map(String),
      fc.constantFrom('a', 'a offset 5m', 'a @ 120', 'a @ 60 offset -2m'),
    ),
  )
  .map(parts => parts.join(''));
const line = fc
  .tuple(operand, fc.array(fc.tuple(fc.constantFrom(...operators), operand), { minLength: 1, maxLength: 6 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(' '));
const expression = fc.oneof(
  line,
  fc.tuple(line, fc.constantFrom(...operators), line).map(([a, op, b]) => `(${a}) ${op} -(${b})`),
);

/** The series `a` counts the minutes; all is evaluated at minute ten. */
const minute = 10;

test('promtool evaluates the text and the printed text to what our tree evaluates to', { timeout: 60_000 }, () => {
  const seed = Date.now() & 0x7fffffff;
  const cases = fc.sample(expression, { seed, numRuns: 200 }).flatMap(text => {
    const result = parse(text);
    if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
    const value = evaluate(result.node);
    if (!Number.isSafeInteger(value)) return [];
    return [text, print(result.node)].map(source => ({ source, value }));
  });
  expect(cases.length).toBeGreaterThan(50);
  expect(failures(cases), `seed ${seed}`).toEqual('');
});

function evaluate(node: Node): number {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'selector':
      return sample(node);
    case 'unary':
      return node.op === '-' ? -evaluate(node.expr) : evaluate(node.expr);
    case 'binary':
      return operate(node.op, evaluate(node.lhs), evaluate(node.rhs));
    default:
      throw new Error(`no ${node.kind} was generated`);
  }
}

function sample({ at, offset }: VectorSelector): number {
  const base = typeof at === 'object' ? at.seconds / 60 : minute;
  return base - (offset?.kind === 'duration' ? offset.ms / 60_000 : 0);
}

/** NaN where Go and JavaScript might round differently, and in everything that is computed from it. */
function operate(op: Binary['op'], a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  const value = arithmetic(op, a, b);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

function arithmetic(op: Binary['op'], a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '%':
      return a % b;
    case '^':
      return a ** b;
    case '==':
      return Number(a === b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    default:
      throw new Error(`no ${op} was generated`);
  }
}

function failures(cases: readonly { source: string; value: number }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-meaning-'));
  try {
    writeFileSync(join(folder, 'rules.yaml'), 'groups: []\n');
    const tests = cases.map(
      ({ source, value }) =>
        `  - expr: ${JSON.stringify(`0 + vector(0) + (${source})`)}\n    eval_time: ${minute}m\n` +
        `    exp_samples:\n    - labels: '{}'\n      value: ${value + 0}\n`,
    );
    const file = join(folder, 'tests.yaml');
    writeFileSync(
      file,
      'rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n' +
        `  - series: a\n    values: 0+1x20\n  promql_expr_test:\n${tests.join('')}`,
    );
    execFileSync('promtool', ['test', 'rules', file], { stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    return `${stdout ?? ''}${stderr ?? error}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
