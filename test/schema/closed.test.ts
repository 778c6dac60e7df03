import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerTo } from '../../src/schema/document.js';
import { checkDocument, type Kind } from '../../src/schema/index.js';
import { broken } from './breaking.js';
import { goodDashboard } from './good-dashboard.js';

/** The pointers to all values of a document that the filter takes. */
function pointers(value: unknown, takes: (value: unknown) => boolean, here = ''): string[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const below = inner.flatMap(([key, child]) => pointers(child, takes, here + pointerTo(key)));
  return takes(value) ? [here, ...below] : below;
}

const isPlain = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

describe('the dashboard schema', () => {
  // What a transformation takes is nowhere typed.
  const open = '/panels/3/transformations/0/options';
  const objects = pointers(goodDashboard(), isPlain).filter(pointer => !pointer.startsWith(open));

  it.each(objects)('is closed at "%s"', pointer => {
    const key = `${pointer}/thisIsNoKeyOfGrafana`;
    const problems = checkDocument('dashboard', broken(goodDashboard(), key, 1));
    expect(problems).toMatchObject([{ id: 'schema/unknown-key', pointer: key }]);
  });
});

describe('any document', () => {
  const kinds: Kind[] = [
    'dashboard',
    'rules',
    'rule-test',
    'prometheus',
    'datasources',
    'dashboard-provider',
    'alertmanager',
  ];

  it.each(kinds)('gets a verdict as %s', kind => {
    fc.assert(fc.property(fc.jsonValue(), document => Array.isArray(checkDocument(kind, document))));
  });

  it('gets a verdict where a value cannot be made a text', () => {
    for (const pointer of pointers(goodDashboard(), () => true).filter(found => found !== '')) {
      const document = broken(goodDashboard(), pointer, { toString: '' });
      expect(Array.isArray(checkDocument('dashboard', document)), pointer).toBe(true);
    }
  });

  it('gets a verdict with any value anywhere in a good dashboard', () => {
    const all = pointers(goodDashboard(), () => true).filter(pointer => pointer !== '');
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.jsonValue({ maxDepth: 2 }), (pointer, value) => {
        for (const problem of checkDocument('dashboard', broken(goodDashboard(), pointer, value))) {
          expect(problem.message).not.toMatch(/undefined|\[object/);
          expect(problem.fix ?? '').not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 500 },
    );
  }, 30_000);
});
