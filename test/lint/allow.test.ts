import { expect, test } from 'vitest';
import { world } from '../../src/catalog/world.js';
import {
  type Allowance,
  above,
  alert,
  allow,
  countPerSecond,
  dashboard,
  fires,
  group,
  histogram,
  ladder,
  minutes,
  type Rule,
  rate,
  record,
  row,
  seconds,
  select,
  series,
  sum,
  timeseries,
} from '../../src/index.js';
import { lint } from '../../src/lint/index.js';
import type { Subject } from '../../src/lint/model.js';
import { applyWaivers } from '../../src/lint/waivers.js';
import { contentWaivers } from '../../src/lint/waivers-in-content.js';
import { heap, metrics, orderRate, orders, shopSite } from '../support/shop.js';

/** What is found but that nobody looks at `up`. */
const listed = (subject: Subject) => lint(subject).filter(f => f.id !== 'alert/blind-spot');

/** What is found in content, as `id item`; of what is waived `(id item: reason)`. */
function found(parts: Partial<Subject>, more: Readonly<Record<string, unknown>> = {}): string[] {
  const subject: Subject = { world: world(metrics, more), site: shopSite, groups: [], dashboards: [], ...parts };
  return applyWaivers(listed(subject), contentWaivers(subject)).map(({ id, place: { item }, waived }) =>
    waived ? `(${id} ${item}: ${waived.because})` : `${id} ${item}`,
  );
}

const written = (range = minutes(5)) => sum(rate(select(orders), range), { by: ['job'] });
const common = {
  for: minutes(5),
  summary: 'Trouble',
  description: 'Trouble.',
  runbook: 'trouble',
  dashboard: 'shop',
  whenMissing: fires('it is a test'),
  source: orders.source,
} as const;
const short = seconds(20);
const inGroup = (allowed: readonly Allowance[], ...rules: Rule[]) => [
  group('shop', { every: minutes(1), allow: allowed }, record(orderRate, written()), ...rules),
];
const because = allow('range/too-short', 'it is a test');
const rungs = (allowed: readonly Allowance[]) =>
  ladder('Few', {
    ...common,
    value: written(short),
    limit: above({ warning: countPerSecond(1), critical: countPerSecond(9) }),
    allow: allowed,
  });

test('an alert, and all rungs of a ladder', () => {
  const one = (allowed: readonly Allowance[]) =>
    alert('One', { ...common, severity: 'info', expr: written(short), allow: allowed });
  expect(found({ groups: inGroup([], one([]), ...rungs([])) }).sort()).toEqual([
    'range/too-short Few',
    'range/too-short One',
  ]);
  expect(found({ groups: inGroup([], one([]), ...rungs([because])) }).sort()).toEqual([
    '(range/too-short Few: it is a test)',
    'range/too-short One',
  ]);
  expect(found({ groups: inGroup([], one([because]), ...rungs([because])) }).sort()).toEqual([
    '(range/too-short Few: it is a test)',
    '(range/too-short One: it is a test)',
  ]);
});

test('a recording rule, and a group with all its rules', () => {
  const recording = (allowed: readonly Allowance[]) =>
    group('shop', { every: minutes(1) }, record(orderRate, written(short), {}, { allow: allowed }));
  const named = `record/name ${orderRate.name}`;
  expect(found({ groups: [recording([])] })).toEqual([`range/too-short ${orderRate.name}`, named]);
  expect(found({ groups: [recording([because])] })).toEqual([
    `(range/too-short ${orderRate.name}: it is a test)`,
    named,
  ]);
  expect(found({ groups: inGroup([because], ...rungs([])) })).toEqual(['(range/too-short Few: it is a test)']);
});

test('a panel, and a dashboard with all its panels', () => {
  const board = (onPanel: readonly Allowance[], onBoard: readonly Allowance[]) => ({
    groups: inGroup([]),
    dashboards: [
      dashboard('shop', {
        title: 'Shop',
        description: 'Well?',
        refresh: minutes(1),
        allow: onBoard,
        rows: [
          row(
            'Orders',
            ...(['A', 'B'] as const).map(title =>
              timeseries(title, {
                why: 'It is a test.',
                series: [series('{{job}}', written())],
                ...(title === 'A' && { allow: onPanel }),
              }),
            ),
          ),
        ],
      }),
    ],
  });
  const window = allow('panel/rate-window', 'it is a test');
  const waived = (panel: string) => `(panel/rate-window Orders › ${panel} › A: it is a test)`;
  const bare = (panel: string) => `panel/rate-window Orders › ${panel} › A`;
  expect(found(board([], []))).toEqual([bare('A'), bare('B')]);
  expect(found(board([window], []))).toEqual([waived('A'), bare('B')]);
  expect(found(board([], [window]))).toEqual([waived('A'), waived('B')]);
});

test('a metric', () => {
  const odd = (allowed: readonly Allowance[]) => ({
    odd: histogram('odd_seconds', {
      help: 'Odd.',
      unit: 'seconds',
      buckets: [1, 2],
      limits: { slow: above({ warning: seconds(1.5) }) },
      source: heap.source,
      allow: allowed,
    }),
  });
  expect(found({ groups: inGroup([]) }, odd([]))).toEqual(['limit/no-edge odd_seconds']);
  expect(found({ groups: inGroup([]) }, odd([allow('limit/no-edge', 'it is a test')]))).toEqual([
    '(limit/no-edge odd_seconds: it is a test)',
  ]);
});

test('one that is unused, unknown, refused or without a reason points to its own line', () => {
  const all = [because, allow('range/to-short', 'x'), allow('proof/unsolved', 'x'), allow('range/too-short', ' ')];
  const subject: Subject = { world: world(metrics), site: shopSite, groups: inGroup(all), dashboards: [] };
  const findings = applyWaivers(lint(subject), contentWaivers(subject));
  expect(findings.map(f => `${f.severity} ${f.id}`)).toEqual([
    'warning waiver/unknown',
    'warning waiver/refused',
    'error waiver/no-reason',
    'warning waiver/unused',
  ]);
  expect(findings.map(f => f.place)).toEqual([all[1], all[2], all[3], all[0]].map(a => ({ ...a?.site, item: 'shop' })));
});
