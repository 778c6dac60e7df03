import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRuleFile } from '../../src/foreign/rule-files.js';
import type { Matcher, Node } from '../../src/promql/ast.js';
import { SyntaxFault } from '../../src/promql/fault.js';
import { readByGrammar } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { type Read, readQuickly } from '../../src/promql/quick.js';
import { visit } from '../../src/promql/walk.js';
import { ruleFile } from '../bench/rules.js';
import { tree } from './arbitrary.js';
import { expression, pieces, regexes, strings, tokens } from './texts.js';

/** The tree, and the place of every node and matcher in the order of the text. */
function told({ node, spans }: Read): unknown {
  const parts: (Node | Matcher)[] = [];
  visit(node, n => {
    parts.push(n, ...(n.kind === 'selector' ? n.matchers : []));
  });
  return { node, size: spans.size, places: parts.map(part => spans.get(part)) };
}

/** What the grammar says; undefined when it refuses the text. */
function byGrammar(text: string, macros: boolean): unknown {
  try {
    return told(readByGrammar(text, macros));
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

const rows = fc.array(fc.oneof(tokens, expression), { minLength: 1, maxLength: 3 }).map(parts => parts.join(' '));
const dashboards = expression.map(text => text.replaceAll('5m', '$__rate_interval').replaceAll('1h', '${window}'));
const printed = tree.map(node => print(node));
const untidy = fc
  .tuple(printed, fc.constantFrom('', ' ', '\n', '\t# x\n', '\r'), fc.constantFrom('', ' ', ' # )\n'))
  .map(([text, before, after]) => before + text.replaceAll('(', `(${after}`).replaceAll(' ', `${after} `) + after);

describe('what is read quickly is what the grammar reads, with the same places', { timeout: 60_000 }, () => {
  test.each<[string, fc.Arbitrary<string>]>([
    ['tokens', tokens],
    ['expressions', expression],
    ['several in a row', rows],
    ['printed trees', printed],
    ['space and comments', untidy],
    ['macros', dashboards],
    ['regular expressions', regexes],
    ['strings', strings],
    ['numbers', pieces(7, '0 1 7 8 9 . e E + - x X a f _ 5')],
    ['ranges', pieces(6, '0 1 5 y w d h m s ms . : x $ {a}').map(body => `a[${body}]`)],
    ['offsets', pieces(5, '0 1 5 y d h m s ms - +').map(body => `a offset ${body}`)],
    ['braces', pieces(8, 'a b = =~ != !~ "x" `y` , { } inf # \n').map(body => `a{${body}}`)],
    ['matching', pieces(6, 'on (x) () group_left ignoring bool a (a , ) == + and').map(body => `a * ${body} b`)],
  ])('%s', (_, texts) => {
    let quick = 0;
    fc.assert(
      fc.property(texts, fc.boolean(), (text, macros) => {
        const read = readQuickly(text, macros);
        if (!read) return;
        quick++;
        expect(told(read)).toEqual(byGrammar(text, macros));
      }),
      { numRuns: 1000 },
    );
    expect(quick).toBeGreaterThan(0);
  });

  test('all of a file of rules is read quickly', () => {
    const exprs = readRuleFile(ruleFile(40)).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr.value));
    expect(exprs).toHaveLength(40);
    expect(exprs.filter(text => !readQuickly(text, false))).toEqual([]);
  });
});
