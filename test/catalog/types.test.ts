import { expect, test } from 'vitest';
import { chatLatency, coordinatorErrors, memory, sessionCorruption } from '../../catalog/metrics.js';
import { gauge, mean, minutes, not, oneOf, rate, select, standard, sum } from '../../src/index.js';

/**
 * What must not compile. Each line below a `@ts-expect-error` is an error for `tsc`, which the test command runs: were
 * it accepted, the unused expectation would fail the type check. The same mistakes throw at run time, for callers in
 * JavaScript.
 */
const window = minutes(5);

test('a misspelt label does not compile', () => {
  // @ts-expect-error the label is called severity
  expect(() => select(coordinatorErrors, { severty: 'critical' })).toThrow(/no label "severty"/);
  // @ts-expect-error the metric has no such label
  expect(() => select(sessionCorruption, { coordinator: 'ChatCoordinator' })).toThrow(/no label "coordinator"/);
});

test('a misspelt value does not compile', () => {
  // @ts-expect-error the value is called critical
  expect(() => select(coordinatorErrors, { severity: 'crit' })).toThrow(/no value "crit"/);
  // @ts-expect-error not() takes the label's values
  expect(() => select(memory, { component: not('all') })).toThrow(/no value "all"/);
  // @ts-expect-error and so does oneOf()
  expect(() => select(memory, { component: oneOf('total', 'rest') })).toThrow(/no value "rest"/);
});

test('a label that the aggregation does not have does not compile', () => {
  // @ts-expect-error memory has no label coordinator
  expect(sum(select(memory), { by: ['coordinator'] }).kind).toBe('aggregation');
  // @ts-expect-error grouping lost it one level below
  expect(sum(sum(select(memory), { by: ['job'] }), { by: ['instance'] }).kind).toBe('aggregation');
  // @ts-expect-error a mean by a label that chat latency does not have
  expect(mean(chatLatency, ['coordinator'], { window }).kind).toBe('binary');
});

test('a gauge has no buckets, a histogram is no series', () => {
  // @ts-expect-error only histograms have buckets
  expect(memory.bucket).toBeUndefined();
  // @ts-expect-error its sum, count and bucket are
  expect(() => select(chatLatency)).toThrow();
});

test('a limit that the metric does not declare does not compile', () => {
  // @ts-expect-error the limit is called overhead
  expect(chatLatency.limits.overhed).toBeUndefined();
  // @ts-expect-error its rungs are warning and critical
  expect(chatLatency.limits.overhead.levels.info).toBeUndefined();
  // @ts-expect-error the metric has no such limit
  expect(memory.limits.speed).toBeUndefined();
});

test('a window needs a selector', () => {
  // @ts-expect-error the sum of counters is no counter: rate comes first
  expect(() => rate(sum(select(coordinatorErrors), { by: ['job'] }), window)).toThrow(/only together with a selector/);
});

test('a unit that nobody knows does not compile', () => {
  const options = { help: 'Size.', source: standard('test') };
  // @ts-expect-error the unit is called bytes
  expect(() => gauge('size', { ...options, unit: 'byte' })).toThrow(/no unit "byte"/);
});
