import {
  above,
  anyOf,
  count,
  counter,
  dashboard,
  group,
  gt,
  increase,
  ladder,
  minutes,
  newEvents,
  type ProjectParts,
  type Runbooks,
  rate,
  record,
  resolves,
  row,
  runbooks,
  seconds,
  select,
  series,
  standard,
  sum,
  timeseries,
  world,
} from '../../src/index.js';
import type { Book } from '../../src/runbooks/render.js';
import { metrics, orderRate, shopSite, up } from '../support/shop.js';

/** The prose of an alert's page, section by section; one can be replaced, or left out with undefined. */
export function prose(sections: Readonly<Record<string, string | undefined>> = {}): string {
  const all = { Meaning: 'M.', Impact: 'I.', Diagnosis: 'D.', Mitigation: 'M.', Rollback: 'R.', Escalation: 'E.' };
  return Object.entries({ ...all, ...sections })
    .filter(([, text]) => text !== undefined)
    .map(([title, text]) => `## ${title}\n${text}\n`)
    .join('\n');
}

const incident = '## What counts\nA.\n\n## What to do\nB.\n\n## Escalation\nC.\n\n## Over when\nD.\n';

export interface Changes {
  readonly alerts?: Readonly<Record<string, string>>;
  readonly incidents?: Readonly<Record<string, string | undefined>>;
  readonly guides?: Readonly<Record<string, string>>;
  /** The warning limit of failed orders in five minutes. */
  readonly failures?: number;
}

/** Without the entries that are undefined. */
const present = (texts: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));

/** A shop with two alerts, one dashboard and their pages, in which nothing is wrong unless it is changed. */
export function shopBook({ alerts, incidents, guides, failures = 5 }: Changes = {}): Book {
  const { orders: old, ...rest } = metrics;
  const orders = counter(old.name, {
    help: old.help,
    unit: 'count',
    labels: old.own,
    limits: {
      failures: above({ warning: count(failures), critical: count(failures * 2) }, 'failed orders in 5 minutes'),
    },
    source: standard('the shop'),
  });
  const common = { dashboard: 'sales', whenMissing: resolves('the shop is closed'), source: standard('the shop') };
  const value = sum(increase(select(orders, { status: 'failed' }), minutes(5)), { by: ['job'] });
  const groups = [
    group(
      'shop',
      { every: minutes(1) },
      record(orderRate, sum(rate(select(orders), minutes(5)), { by: ['job'] })),
      ...ladder('ShopOrdersFail', {
        ...common,
        value,
        limit: orders.limits.failures,
        for: minutes(10),
        keepFiringFor: minutes(5),
        summary: 'Orders fail',
        description: '{{ $value }} orders failed.',
        runbook: 'orders-fail',
      }),
      anyOf('ShopOrdersLost', {
        ...common,
        severity: 'critical',
        value: newEvents(orders, ['job'], { window: minutes(5), where: { status: 'failed' }, up }),
        for: seconds(30),
        summary: 'Orders are lost',
        description: '{{ $value }} orders are lost.',
        runbook: 'orders-lost',
      }),
    ),
  ];
  const dashboards = [
    dashboard('sales', {
      title: 'Shop / Sales',
      description: 'Do we sell?',
      refresh: minutes(1),
      rows: [
        row(
          'Orders',
          timeseries('Orders', {
            why: 'Flat is closed.',
            series: [series('{{job}}', gt(select(orderRate), 0))],
          }),
          timeseries('Failed', { why: 'None is right.', series: [series('{{job}}', value)] }),
        ),
      ],
    }),
  ];
  const parts: ProjectParts = { world: world({ ...rest, orders }), site: shopSite, groups, dashboards };
  return {
    ...parts,
    groups,
    dashboards,
    runbooks: runbooks('pages', {
      alerts: alerts ?? { 'orders-fail': prose(), 'orders-lost': prose() },
      incidents: present({
        P0: incident,
        P1: incident,
        P2: incident,
        P3: incident,
        ...incidents,
      }) as Runbooks['incidents'],
      guides: guides ?? { start: '# Start\nHere.\n' },
    }),
  };
}
