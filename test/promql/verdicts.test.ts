import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { promtoolVerdicts } from './promtool.js';
import { expression, pieces, regexes, strings, tokens } from './texts.js';

test.each<[string, fc.Arbitrary<string>]>([
  ['tokens', tokens],
  ['expressions', expression],
  ['numbers', pieces(7, '0 1 7 8 9 . e E + - x X a f _ 5')],
  ['ranges', pieces(6, '0 1 5 y w d h m s ms . : x').map(body => `a[${body}]`)],
  ['offsets', pieces(5, '0 1 5 y d h m s ms - +').map(body => `a offset ${body}`)],
  ['times', pieces(5, '0 1 9 . e - + x Inf NaN 5m').map(body => `a @ ${body}`)],
  ['strings', strings],
  ['regular expressions', regexes],
])('verdicts on %s are promtool’s', { timeout: 60_000 }, async (_, texts) => {
  const seed = Date.now() & 0x7fffffff;
  const sample = [...new Set(fc.sample(texts, { seed, numRuns: 1500 }))].filter(text => text.trim() !== '');
  const verdicts = await promtoolVerdicts(sample);
  const differing = sample.flatMap((text, i) => {
    const result = parse(text);
    return result.ok === (verdicts[i] === undefined) ? [] : [{ text, promtool: verdicts[i] ?? 'accepts it', result }];
  });
  expect(differing, `seed ${seed}`).toEqual([]);
});
