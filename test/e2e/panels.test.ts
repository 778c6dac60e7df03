import { expect, it } from 'vitest';
import { logQueriesOf, queriesOf } from './panels.js';

const prometheus = { type: 'prometheus', uid: '${datasource}' };
const dashboard = (panel: object, rest: object = {}) =>
  JSON.stringify({
    uid: 'd',
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        { name: 'job', type: 'query', query: 'label_values(up{job="a"}, job)', allValue: '.+', datasource: prometheus },
      ],
    },
    panels: [panel],
    ...rest,
  });
const panel = (expr: string, datasource: object = prometheus) => ({
  title: 'P',
  datasource,
  targets: [{ refId: 'A', expr }],
});
const exprs = (text: string) => queriesOf(text).map(q => [q.use, q.name, q.expr]);
const job = ['variable', 'd › job', 'group by (job) (up{job="a"})'];

it('puts values in the place of variables and macros, however they are written', () => {
  expect(exprs(dashboard(panel('rate(c{job=~"$job", x=~"${job:regex}"}[$__rate_interval])')))).toEqual([
    job,
    ['panel', 'd › P › A', 'rate(c{job=~".+", x=~".+"}[1m])'],
  ]);
  expect(exprs(dashboard(panel('increase(c[$__range]) / $__range_s')))[1]?.[2]).toBe('increase(c[1h]) / 3600');
});

it('finds panels inside of rows, and annotations', () => {
  const annotations = { list: [{ name: 'Restarts', datasource: prometheus, expr: 'r' }] };
  expect(exprs(dashboard({ title: 'Row', panels: [panel('c')] }, { annotations }))).toEqual([
    job,
    ['annotation', 'd › Restarts', 'r'],
    ['panel', 'd › P › A', 'c'],
  ]);
});

it('leaves out what goes to Loki, by name, and nothing else', () => {
  const logs = dashboard(panel('{job="a"}', { type: 'loki' }));
  expect(exprs(logs)).toEqual([job]);
  expect(logQueriesOf(logs)).toEqual(['d › P › A']);
  expect(logQueriesOf(dashboard(panel('c')))).toEqual([]);
  expect(() => queriesOf(dashboard(panel('c', { type: 'influxdb' })))).toThrow('influxdb');
});

it.each([
  ['a variable that is not there', dashboard(panel('c{m=~"$model"}')), '$model'],
  ['an empty query', dashboard(panel('')), 'd › P › A has no query'],
])('refuses %s', (_, text, said) => {
  expect(() => queriesOf(text)).toThrow(said);
});
