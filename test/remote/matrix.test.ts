import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readMatrix } from '../../src/remote/answers.js';
import { readValue, type Sampled, scanMatrix } from '../../src/remote/matrix.js';
import { seed } from '../infer/seed.js';

/** A number as Go prints it for the API. */
const printed = (value: number): string =>
  Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';

const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.integer({ min: -1e9, max: 1e9 }).map(n => n / 1000),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const time = fc.integer({ min: 0, max: 2e12 }).map(ms => ms / 1000);
const answer = fc.record({
  status: fc.constant('success'),
  data: fc.record({
    resultType: fc.constant('matrix'),
    result: fc.array(
      fc.record({
        metric: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
        values: fc.array(
          fc.tuple(
            time,
            value.map(v => printed(v)),
          ),
          { minLength: 1 },
        ),
      }),
      { maxLength: 4 },
    ),
  }),
});

const viaJson = (text: string) => readMatrix((JSON.parse(text) as { data: unknown }).data);

const plain = (series: readonly Sampled[] = []) =>
  series.map(of => ({ ...of, times: Array.from(of.times), values: Array.from(of.values) }));

describe('the series of a range query', () => {
  test('are read as JSON.parse would read them', () => {
    fc.assert(
      fc.property(answer, fc.constantFrom('', ',"warnings":["w]}"]', ',"infos":[]'), (of, more) => {
        const text = JSON.stringify(of).replace(/\}$/, `${more}}`);
        const scanned = scanMatrix(Buffer.from(text));
        expect(plain(scanned?.series)).toEqual(viaJson(text));
        expect(JSON.parse(scanned?.rest ?? '')).toEqual({
          ...JSON.parse(text),
          data: { resultType: 'matrix', result: [] },
        });
      }),
      { seed, numRuns: 200 },
    );
  });

  test('are never read otherwise than JSON says, whatever is wrong with the text', () => {
    let refused = 0;
    fc.assert(
      fc.property(answer, fc.nat(), fc.constantFrom(...'",[]{}.-09\\e: x', ''), fc.boolean(), (of, n, char, cut) => {
        const text = JSON.stringify(of);
        const at = n % text.length;
        const bytes = Buffer.from(text.slice(0, at) + char + (cut ? '' : text.slice(at + 1)));
        const scanned = scanMatrix(bytes);
        if (!scanned) return void refused++;
        let [rest, whole]: [unknown, unknown] = [undefined, undefined];
        try {
          rest = JSON.parse(scanned.rest);
        } catch {}
        try {
          whole = viaJson(bytes.toString());
        } catch {}
        // What is left is read as JSON: it has to be refused wherever the whole is.
        if (rest !== undefined) expect(plain(scanned.series)).toEqual(whole);
      }),
      { seed, numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(250);
  });

  it.each([
    ['other order', '{"data":{"result":[],"resultType":"matrix"},"status":"success"}'],
    ['spaces', '{"status":"success","data":{"resultType":"matrix","result":[ ]}}'],
    ['a vector', '{"status":"success","data":{"resultType":"vector","result":[]}}'],
    ['nothing', ''],
  ])('%s is left to JSON.parse', (_, text) => {
    expect(scanMatrix(Buffer.from(text))).toBeUndefined();
  });
});

it.each([
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
  ['1e-07', 1e-7],
  ['-0', -0],
  ['NaN', Number.NaN],
  ['', undefined],
  ['0x10', undefined],
  ['many', undefined],
])('the value %j', (text, expected) => {
  expect(readValue(text)).toBe(expected);
});

describe('data that is no matrix', () => {
  it.each([
    ['none', null],
    ['a vector', { resultType: 'vector', result: [] }],
    ['no series', { resultType: 'matrix', result: {} }],
    ['a series that is none', { resultType: 'matrix', result: [null] }],
    ['labels that are none', { resultType: 'matrix', result: [{ metric: { a: 1 }, values: [] }] }],
    ['samples that are none', { resultType: 'matrix', result: [{ metric: {}, values: [1] }] }],
    ['a value that is a number', { resultType: 'matrix', result: [{ metric: {}, values: [[1, 2]] }] }],
    ['a value that is none', { resultType: 'matrix', result: [{ metric: {}, values: [[1, 'x']] }] }],
    ['a time that is none', { resultType: 'matrix', result: [{ metric: {}, values: [['1', '2']] }] }],
  ])('%s', (_, data) => {
    expect(readMatrix(data)).toBeUndefined();
  });

  it('a native histogram counts as 0, as it does in an alert', () => {
    const result = [{ metric: { a: 'b' }, values: [[2, '7']], histograms: [[1, { count: '3' }]] }];
    expect(readMatrix({ resultType: 'matrix', result })).toEqual([
      { labels: { a: 'b' }, times: [1000, 2000], values: [0, 7] },
    ]);
  });
});
