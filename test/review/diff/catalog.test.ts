import { expect, test } from 'vitest';
import type { Metric } from '../../../src/catalog/metrics.js';
import { above, assumed, closed, gauge, histogram, open, world } from '../../../src/index.js';
import { diff } from '../../../src/review/diff/diff.js';
import type { Side } from '../../../src/review/side/model.js';
import { entriesOf, mirroredEntriesOf, sideOf } from './sides.js';

const source = assumed('for this test');
const options = {
  help: 'Jobs that wait.',
  unit: 'count',
  source,
  labels: { queue: closed('a', 'b') },
  limits: { depth: above({ warning: 1.1, critical: 1.5 }) },
} as const;
const side = (...metrics: Metric[]): Side => ({ ...sideOf({}), world: world({ ...metrics }) });
const latency = (...buckets: number[]) =>
  histogram('latency_seconds', { help: 'Time.', unit: 'seconds', source, buckets });
const depth = gauge('queue_depth', options);

test.each<[string, Metric[], Metric[], string]>([
  ['a metric more', [], [depth], 'metric queue_depth added'],
  [
    'another unit',
    [depth],
    [gauge('queue_depth', { ...options, unit: 'bytes' })],
    'metric queue_depth changed unit count → bytes',
  ],
  [
    'other words',
    [depth],
    [gauge('queue_depth', { ...options, help: 'x' })],
    'metric queue_depth changed help Jobs that wait. → x',
  ],
  [
    'a range',
    [depth],
    [gauge('queue_depth', { ...options, range: [0, 5] })],
    'metric queue_depth changed range -Infinity to Infinity → 0 to 5',
  ],
  [
    'a value of a label more',
    [depth],
    [gauge('queue_depth', { ...options, labels: { queue: closed('a', 'b', 'c') } })],
    'metric queue_depth changed label queue a, b → a, b, c',
  ],
  [
    'a label more',
    [depth],
    [gauge('queue_depth', { ...options, labels: { ...options.labels, user: open('who', 'x') } })],
    'metric queue_depth changed label user  → any who',
  ],
  [
    'another limit',
    [depth],
    [gauge('queue_depth', { ...options, limits: { depth: above({ warning: 1.2, critical: 1.5 }) } })],
    'limit queue_depth.depth changed warning 110 % → 120 %',
  ],
  [
    'a rung less',
    [depth],
    [gauge('queue_depth', { ...options, limits: { depth: above({ critical: 1.5 }) } })],
    'limit queue_depth.depth changed warning 110 % → ',
  ],
  ['no limit', [depth], [gauge('queue_depth', { ...options, limits: {} })], 'limit queue_depth.depth removed'],
  ['other buckets', [latency(1, 2)], [latency(1, 2, 5)], 'metric latency_seconds changed buckets 1, 2 → 1, 2, 5'],
])('a catalog with %s is one entry', (_, base, head, expected) => {
  const found = diff(side(...base), side(...head));
  const told = found.entries.map(({ area, subject, change, part, before, after, base: one, head: other }) => {
    expect(area).toBe('catalog');
    const values = before === undefined && after === undefined ? [] : [`${before ?? ''} → ${after ?? ''}`];
    return [subject, (other ?? one)?.name, change, part, ...values].filter(x => x !== undefined).join(' ');
  });
  expect(told).toEqual([expected]);
  expect(mirroredEntriesOf(diff(side(...head), side(...base)))).toEqual(entriesOf(found));
});

test('values of a label in another order, and another place, are the same', () => {
  const same = gauge('queue_depth', { ...options, labels: { queue: closed('b', 'a') } });
  expect(diff(side(depth), side(same)).entries).toEqual([]);
});
