import { expect, test } from 'vitest';
import { type LogFormat, logAnalysis, operation, project } from '../../src/index.js';
import { shop, shopSite } from '../support/shop.js';

const format = (name: string, change: Partial<LogFormat> = {}): LogFormat => ({
  name,
  event: 'event',
  time: 'at',
  fields: {},
  events: { done: operation('job') },
  ...change,
});
const make = (formats: LogFormat[], variants: [string, string] = ['new', 'old']) =>
  logAnalysis({ component: 'part', variants, formats });

test.for<[string, () => unknown, RegExp]>([
  ['no format', () => make([]), /no format/],
  ['a name twice', () => make([format('a'), format('a', { event: 'topic' })]), /two formats "a"/],
  [
    'one that never has its turn',
    () => make([format('a'), format('b', { payload: 'data' })]),
    /no line can be of format "b": "a"/,
  ],
  ['one variant twice', () => make([format('a')], ['x', 'x']), /"x" is compared with itself/],
  ['a variant that a file name cannot follow', () => make([format('a')], ['a=b', 'c']), /variant "a=b"/],
  [
    'another thing in its place',
    () => project({ world: shop, site: shopSite, logs: {} as never }),
    /logs is not what logAnalysis/,
  ],
])('refuses %s', ([, made, message]) => {
  expect(made).toThrow(message);
});

test('the narrower format comes first', () => {
  expect(make([format('b', { payload: 'data' }), format('a')]).formats.map(({ name }) => name)).toEqual(['b', 'a']);
});
