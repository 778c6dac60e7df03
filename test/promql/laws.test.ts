import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { print, printWithSpans } from '../../src/promql/print.js';
import { check, valueType } from '../../src/promql/types.js';
import { transform, visit } from '../../src/promql/walk.js';
import { tree } from './arbitrary.js';
import { promtoolVerdicts } from './promtool.js';

function parsed(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result;
}

describe('for every well-typed tree', { timeout: 60_000 }, () => {
  test('the type check accepts it', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(check(node)).toBeUndefined();
      }),
    );
  });

  test('printing and parsing gives the same tree', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(parsed(print(node)).node).toEqual(node);
      }),
      { numRuns: 500 },
    );
  });

  test('printing is idempotent', () => {
    fc.assert(
      fc.property(tree, node => {
        const text = print(node);
        expect(print(parsed(text).node)).toBe(text);
      }),
    );
  });

  test('the printed places are those that the parser finds', () => {
    fc.assert(
      fc.property(tree, node => {
        const { text, spans } = printWithSpans(node);
        expect(text).toBe(print(node));
        const again = parsed(text);
        const places = (of: typeof again.node, map: typeof spans) => {
          const found: unknown[] = [];
          visit(of, n => found.push([n.kind, map.get(n)]));
          return found;
        };
        // Nodes may be shared in a generated tree; then they have their first place only.
        const kinds = new Set<unknown>();
        visit(node, n => kinds.add(n));
        let count = 0;
        visit(node, () => count++);
        if (kinds.size === count) expect(places(again.node, again.spans)).toEqual(places(node, spans));
      }),
    );
  });

  test('a transformation that changes nothing gives the same object', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(transform(node, n => n)).toBe(node);
      }),
    );
  });

  test('its type is that of its text', () => {
    fc.assert(
      fc.property(tree, node => {
        expect(valueType(parsed(print(node)).node)).toBe(valueType(node));
      }),
    );
  });

  test('promtool accepts what is printed', async () => {
    const seed = Date.now() & 0x7fffffff;
    const texts = fc.sample(tree, { seed, numRuns: 500 }).map(print);
    const refused = (await promtoolVerdicts(texts)).flatMap((complaint, i) =>
      complaint ? [[texts[i], complaint]] : [],
    );
    expect(refused, `seed ${seed}`).toEqual([]);
  });
});

describe('for every text', { timeout: 60_000 }, () => {
  test('the parser gives a tree, or an error inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fragments), text => {
        const result = parse(text, { macros: text.length % 2 === 0 });
        if (result.ok) return;
        const { message, from, to } = result.error;
        expect(message).not.toBe('');
        expect(0 <= from && from <= to && to <= text.length).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

const fragments = fc
  .array(
    fc.constantFrom(
      'a',
      '1',
      '(',
      ')',
      '[5m]',
      '[5m:',
      '{',
      '}',
      'by',
      'on',
      '"',
      "'",
      '@',
      '$x',
      'sum',
      ' ',
      '-',
      '#',
    ),
  )
  .map(parts => parts.join(''));
