import type { LabelSpec } from '../catalog/labels.js';
import type { Counter, Gauge, Histogram, Metric } from '../catalog/metrics.js';
import { formatLe } from '../catalog/metrics.js';
import type { World } from '../catalog/world.js';
import { type Finding, sortFindings } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import type { Family, PageSample } from './model.js';

/** Metrics that an application exports itself: neither recorded, nor pushed, nor made by Prometheus. */
type Exported = Counter | Gauge | Histogram;

/** A page of /metrics as findings name it, and what it holds. */
export interface Page {
  readonly name: string;
  readonly families: readonly Family[];
}

/**
 * What pages of /metrics and the catalog say differently. The catalog is the contract; the pages are held against it,
 * and what one of several processes exports is not missed in the others.
 */
export function verify(pages: readonly Page[], world: World): Finding[] {
  const expected = world.metrics.filter(isExported);
  const found = new Set<Exported>();
  const findings: Finding[] = [];
  for (const { name, families } of pages) {
    for (const family of families.filter(f => f.samples.length > 0)) {
      const metric = expected.find(m => isOf(family, m));
      if (metric) {
        found.add(metric);
        findings.push(...compare(metric, family, name));
      } else if (!world.metrics.some(m => m.name === family.name)) findings.push(unknown(family, expected, name));
    }
  }
  const where = pages.map(page => page.name).join(', ');
  findings.push(...expected.filter(metric => !found.has(metric)).map(metric => missing(metric, where)));
  return sortFindings(findings);
}

/** OpenMetrics names a counter without `_total`. */
function isOf(family: Family, { name, type }: Exported): boolean {
  return family.name === name || (type === 'counter' && family.type === 'counter' && `${family.name}_total` === name);
}

function unknown({ name, line }: Family, expected: readonly Exported[], page: string): Finding {
  const near = nearest(
    name,
    expected.map(m => m.name),
  );
  return {
    id: 'page/unknown-metric',
    severity: near ? 'error' : 'info',
    place: { file: page, line, item: name },
    message: 'the catalog does not know this metric',
    fix: near ? `rename it ${near}` : 'add it to the catalog when a query is to use it',
  };
}

function isExported(metric: Metric): metric is Exported {
  if (metric.type === 'recorded' || (metric.type === 'gauge' && metric.pushed)) return false;
  return metric.name !== 'up' && !metric.name.startsWith('scrape_');
}

const missing = (metric: Exported, page: string): Finding => ({
  id: 'page/missing-metric',
  severity: metric.source.kind === 'assumed' ? 'warning' : 'error',
  place: { file: page, item: metric.name },
  message: `the page has no ${metric.name}, which the catalog promises`,
  fix: 'export it from the start: every label set that is known begins at 0',
});

function* compare(metric: Exported, family: Family, page: string): Iterable<Finding> {
  const at = (line: number) => ({ file: page, line, item: metric.name });
  if (family.type !== metric.type) {
    yield {
      id: 'page/type',
      severity: 'error',
      place: at(family.line),
      message: `the page declares a ${family.type}, the catalog a ${metric.type}`,
      fix: `export a ${metric.type}: what queries do with it depends on that`,
    };
    return;
  }
  const reported = new Set<string>();
  const once = (key: string, make: () => Finding): Finding[] => {
    if (reported.has(key)) return [];
    reported.add(key);
    return [make()];
  };
  const specs: Readonly<Record<string, LabelSpec>> = metric.own;
  for (const { labels, line } of family.samples) {
    for (const label of Object.keys(specs)) {
      if (labels[label] !== undefined && labels[label] !== '') continue;
      yield* once(`-${label}`, () => ({
        id: 'page/missing-label',
        severity: 'error',
        place: at(line),
        message: `there are series without the label "${label}"`,
        fix: 'set it on every series',
      }));
    }
    for (const [label, value] of Object.entries(labels)) {
      if (label === 'le' && metric.type === 'histogram') continue;
      const spec = specs[label];
      if (!spec) {
        const near = nearest(label, Object.keys(specs));
        yield* once(`+${label}`, () => ({
          id: 'page/unknown-label',
          severity: 'error',
          place: at(line),
          message: `the catalog's ${metric.name} has no label "${label}"`,
          fix: near ? `rename it ${near}` : 'take it off, or add it to the catalog',
        }));
      } else if (spec.kind === 'closed' && value !== '' && !spec.values.includes(value)) {
        const near = nearest(value, spec.values);
        yield* once(`${label}=${value}`, () => ({
          id: 'page/unknown-value',
          severity: 'error',
          place: at(line),
          message: `"${value}" is no value of the label "${label}"`,
          fix: near ? `write ${near}` : `use one of ${spec.values.join(', ')}, or add it to the vocabulary`,
        }));
      }
    }
  }
  if (metric.type === 'histogram') yield* compareBuckets(metric, family.samples, at(family.line));
}

function* compareBuckets(
  metric: Histogram,
  samples: readonly PageSample[],
  place: Finding['place'],
): Iterable<Finding> {
  const there = new Set(
    samples.flatMap(({ labels }) => (labels.le === undefined ? [] : [Number(labels.le.replace('+Inf', 'Infinity'))])),
  );
  const promised = [...metric.buckets, Number.POSITIVE_INFINITY];
  const lost = promised.filter(edge => !there.has(edge));
  const more = [...there].filter(edge => !promised.includes(edge));
  if (lost.length === 0 && more.length === 0) return;
  const list = (edges: readonly number[]) =>
    edges.map(edge => (edge === Infinity ? '+Inf' : formatLe(edge))).join(', ');
  yield {
    id: 'page/buckets',
    severity: 'error',
    place,
    message: [
      lost.length > 0 && `the buckets ${list(lost)} are missing`,
      more.length > 0 && `the buckets ${list(more)} are not the catalog's`,
    ]
      .filter(Boolean)
      .join('; '),
    fix: `use the catalog's edges: ${metric.buckets.join(', ')}`,
  };
}
