import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { infer } from '../../src/infer/infer.js';
import { evaluate } from '../../src/prometheus/engine/evaluate.js';
import { labelSet, toRecord } from '../../src/prometheus/engine/labels.js';
import { EvaluationFault } from '../../src/prometheus/engine/model.js';
import { Storage } from '../../src/prometheus/engine/storage.js';
import { print } from '../../src/promql/print.js';
import { catalog, every, samples, seriesOf } from './data.js';
import { expression } from './expressions.js';
import { broken } from './holds.js';
import { seed } from './seed.js';

/** The samples of some of the series. */
function storageOf(keep: (index: number) => boolean): Storage {
  const storage = new Storage();
  for (const [i, { labels, values }] of seriesOf().entries()) {
    if (!keep(i)) continue;
    const times = values.map((_, n) => n * every * 1000);
    storage.add({ labels: labelSet(Object.entries(labels)), times, values: [...values] });
  }
  return storage;
}

const time = (samples - 1) * every * 1000;

/** The engine gives what promtool gives, to the bit: see test/prometheus/engine.test.ts. */
test.each<[string, Storage]>([
  ['all series', storageOf(() => true)],
  ['every third series', storageOf(i => i % 3 === 0)],
])(
  'what is inferred holds for what is evaluated: %s',
  (_, storage) => {
    let evaluated = 0;
    fc.assert(
      fc.property(expression, node => {
        const inferred = infer(node, catalog);
        try {
          const result = evaluate(node, { storage, time, step: 60_000 });
          const returned =
            typeof result === 'number'
              ? [{ labels: {}, value: result }]
              : result.map(({ labels, value }) => ({ labels: toRecord(labels), value }));
          if (returned.length > 0) evaluated++;
          expect(broken(inferred, returned), print(node)).toEqual([]);
        } catch (error) {
          // What cannot be evaluated returns nothing either.
          if (!(error instanceof EvaluationFault)) throw error;
        }
      }),
      { numRuns: 3000, seed },
    );
    expect(evaluated).toBeGreaterThan(600);
  },
  60_000,
);
