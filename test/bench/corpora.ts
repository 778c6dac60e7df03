import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Node } from '../../src/promql/ast.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { promtoolVerdicts } from '../promql/promtool.js';

/**
 * Measures the parser against public expressions: `npx tsx test/bench/corpora.ts FOLDER`. The folder holds
 * `parser_exprs.json` (an array of `{ expr, promtool_2_42_accepts }`) and `mixin_rules.json` (`{ expr }`).
 * Exit code 1 when a verdict differs from promtool's, or printing and parsing again changes a tree.
 */
const folder = process.argv[2] ?? '../shared/corpora';

interface Entry {
  readonly expr: string;
  /** Null where the text cannot be handed to promtool: it holds broken UTF-8. */
  readonly promtool_2_42_accepts?: boolean | null;
}

let failed = false;
for (const name of ['parser_exprs.json', 'mixin_rules.json']) {
  const file = join(folder, name);
  if (existsSync(file)) await measure(name, JSON.parse(readFileSync(file, 'utf8')));
  else console.log(`${name}: not measured, ${file} is not there`);
}
process.exitCode = failed ? 1 : 0;

async function measure(name: string, entries: readonly Entry[]): Promise<void> {
  const accepted = await acceptedBy(entries);
  const differences: string[] = [];
  const printed: string[] = [];
  let unchanged = 0;
  entries.forEach(({ expr }, i) => {
    const result = parse(expr);
    if (result.ok !== accepted[i]) {
      differences.push(`  ${JSON.stringify(expr)}: ${result.ok ? print(result.node) : result.error.message}`);
    }
    if (!result.ok) return;
    const text = print(result.node);
    printed.push(text);
    if (survives(text, result.node)) unchanged++;
    else differences.push(`  ${JSON.stringify(expr)}: printed as ${text}, which reads differently`);
  });
  const refused = (await promtoolVerdicts(printed)).filter(verdict => verdict !== undefined).length;
  const good = accepted.filter(verdict => verdict).length;
  console.log(`${name}: ${entries.length} expressions, promtool accepts ${good} and rejects ${entries.length - good}`);
  console.log(`  verdict as promtool's: ${entries.length - differences.length} of ${entries.length}`);
  console.log(`  same tree after print and parse: ${unchanged} of ${printed.length}`);
  console.log(`  printed text accepted by promtool: ${printed.length - refused} of ${printed.length}`);
  console.log(`  ${speed(entries)} µs an expression, parse and type check`);
  for (const difference of differences) console.log(difference);
  failed ||= differences.length > 0 || refused > 0;
}

async function acceptedBy(entries: readonly Entry[]): Promise<boolean[]> {
  const known = entries.map(entry => entry.promtool_2_42_accepts);
  if (known.every(verdict => verdict !== undefined)) return known.map(verdict => verdict === true);
  const verdicts = await promtoolVerdicts(entries.map(entry => entry.expr));
  return verdicts.map(verdict => verdict === undefined);
}

function survives(text: string, node: Node): boolean {
  const again = parse(text);
  return again.ok && isDeepStrictEqual(again.node, node) && print(again.node) === text;
}

/** The best of ten passes, so that neither compiling nor a neighbour's load counts. */
function speed(entries: readonly Entry[]): string {
  let best = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 10; pass++) {
    const start = performance.now();
    for (const { expr } of entries) parse(expr);
    best = Math.min(best, performance.now() - start);
  }
  return ((best * 1000) / entries.length).toFixed(1);
}
