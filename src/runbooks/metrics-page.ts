import type { LabelSpec } from '../catalog/labels.js';
import type { Limit } from '../catalog/limits.js';
import type { Metric } from '../catalog/metrics.js';
import { isRecorded } from '../catalog/world.js';
import type { Quantity } from '../core/quantities.js';
import { describeSource } from '../core/sources.js';
import { unitName } from '../core/units.js';
import { namesIn } from '../prometheus/proof/closure.js';
import { alertsOf } from './alerts.js';
import { recordingsBehind } from './behind.js';
import type { Context } from './context.js';
import { code, paragraphs, table } from './markdown.js';
import { quantityInWords } from './words.js';

type Catalog = Pick<Context, 'world' | 'groups'>;

/** The catalog as a reference page: what the application exports, then what recording rules write. */
export function metricsPage(catalog: Catalog): string {
  const { metrics } = catalog.world;
  const exported = metrics.filter(metric => !isRecorded(metric));
  const recorded = metrics.filter(isRecorded);
  const readers = readersOf(catalog);
  return paragraphs(
    '# Metrics',
    'What the application exports, pushes, or has from a standard component. Prometheus adds `job` and, to what it scrapes, `instance`.',
    table(
      ['metric', 'type', 'unit', 'source'],
      exported.map(m => [`[${m.name}](#${m.name})`, typeOf(m), unitName(m.unit), m.source.kind]),
    ),
    ...exported.map(metric => metricSection(metric, readers)),
    '## Recorded series',
    'Written by recording rules; dashboards and alerts read them.',
    table(
      ['series', 'unit', 'labels', 'what', 'group', 'source'],
      recorded.map(m => [
        code(m.name),
        unitName(m.unit),
        Object.entries(m.labels).map(labelInWords).join('; '),
        m.help,
        groupsOf(m.name, catalog).join(', '),
        describeSource(m.source),
      ]),
    ),
  );
}

function metricSection(metric: Exclude<Metric, { type: 'recorded' }>, readers: ReadonlyMap<string, readonly string[]>) {
  const { name, help, unit, own, limits, source } = metric;
  const facts = [
    `- type: ${typeOf(metric)}`,
    `- unit: ${unitName(unit)}`,
    ...(metric.type === 'gauge' && metric.range.some(Number.isFinite)
      ? [`- range: ${rangeInWords(metric.range)}`]
      : []),
    ...(metric.type === 'histogram' ? [`- buckets: ${metric.buckets.join(', ')}`] : []),
    `- source: ${describeSource(source)}`,
    `- read by: ${readers.get(name)?.join(', ') ?? 'dashboards only'}`,
  ];
  const labels = Object.entries(own);
  const rungs = Object.entries(limits as Readonly<Record<string, Limit>>).flatMap(([key, limit]) =>
    Object.entries<Quantity>(limit.levels).map(([level, quantity]) => [
      key,
      limit.of ?? 'the value',
      level,
      `${limit.direction} ${quantityInWords(quantity)}`,
    ]),
  );
  return paragraphs(
    `## ${name}`,
    help,
    facts.join('\n'),
    labels.length > 0
      ? table(
          ['label', 'values'],
          labels.map(([label, spec]) => [code(label), valuesOf(spec)]),
        )
      : '',
    rungs.length > 0 ? table(['limit', 'of', 'level', 'bad when'], rungs) : '',
  );
}

const typeOf = (metric: Metric): string => (metric.type === 'gauge' && metric.pushed ? 'gauge, pushed' : metric.type);

const rangeInWords = ([low, high]: readonly [number, number]): string =>
  high === Infinity ? `${low} and above` : low === -Infinity ? `up to ${high}` : `${low} to ${high}`;

const valuesOf = (spec: LabelSpec): string =>
  spec.kind === 'closed'
    ? spec.values.map(code).join(', ')
    : `open (${spec.reason}), e.g. ${spec.examples.map(code).join(', ')}`;

const labelInWords = ([label, spec]: readonly [string, LabelSpec]): string =>
  spec.kind === 'closed' && spec.values.length <= 5 ? `${code(label)} (${spec.values.join(', ')})` : code(label);

const groupsOf = (name: string, { groups }: Catalog): string[] => [
  ...new Set(groups.filter(g => g.rules.some(r => r.kind === 'record' && r.series.name === name)).map(g => g.name)),
];

/** The alerts that read each metric, also through recorded series, as links. */
function readersOf({ world, groups }: Catalog): Map<string, string[]> {
  const readers = new Map<string, Set<string>>();
  for (const rule of alertsOf(groups)) {
    const read = [rule, ...recordingsBehind([rule], groups)].flatMap(r => [...namesIn(r.expr)]);
    for (const name of read) {
      const metric = world.series(name)?.metric.name ?? name;
      readers.set(metric, (readers.get(metric) ?? new Set()).add(`[${rule.name}](../runbooks/${rule.runbook}.md)`));
    }
  }
  return new Map([...readers].map(([name, links]) => [name, [...links].sort()]));
}
