import type { LabelSpec } from '../../catalog/labels.js';
import type { Limit } from '../../catalog/limits.js';
import type { Metric } from '../../catalog/metrics.js';
import type { Quantity } from '../../core/quantities.js';
import { unitName } from '../../core/units.js';
import { quantityInWords } from '../../runbooks/words.js';
import type { Side } from '../side/model.js';
import type { Entry, Item } from './model.js';

type Parts = Omit<Entry, 'area' | 'subject' | 'base' | 'head'>;

/** What differs in two catalogs; nothing where a side has none. */
export function catalogEntries(base: Side, head: Side): Entry[] {
  if (!base.world || !head.world) return [];
  const [from, to] = [base, head].map(side => new Map(side.world?.metrics.map(metric => [metric.name, metric])));
  return namesIn(from, to).flatMap(name => metricEntries(from?.get(name), to?.get(name), base, head));
}

function namesIn(...maps: readonly (ReadonlyMap<string, unknown> | undefined)[]): string[] {
  return [...new Set(maps.flatMap(map => [...(map?.keys() ?? [])]))].sort();
}

function metricEntries(one: Metric | undefined, other: Metric | undefined, base: Side, head: Side): Entry[] {
  const item = (side: Side, metric: Metric, name = metric.name): Item => ({
    home: '',
    name,
    place: side.metricPlace?.(metric) ?? { file: side.name },
  });
  const metric = { area: 'catalog', subject: 'metric' } as const;
  if (!one || !other) {
    if (one) return [{ ...metric, change: 'removed', base: item(base, one) }];
    return other ? [{ ...metric, change: 'added', head: item(head, other) }] : [];
  }
  const items = { base: item(base, one), head: item(head, other) };
  const [before, after] = [facts(one), facts(other)];
  const [limits, newLimits] = [one, other].map(of => new Map<string, Limit>(Object.entries(of.limits)));
  return [
    ...namesIn(before, after)
      .filter(part => before.get(part) !== after.get(part))
      .map(
        (part): Entry => ({
          ...metric,
          ...items,
          change: 'changed',
          part,
          ...texts(before.get(part), after.get(part)),
        }),
      ),
    ...namesIn(limits, newLimits).flatMap(name => {
      const [old, now] = [limits?.get(name), newLimits?.get(name)];
      const at = {
        ...(old && { base: item(base, one, `${one.name}.${name}`) }),
        ...(now && { head: item(head, other, `${other.name}.${name}`) }),
      };
      return limitChanges(old, now).map((parts): Entry => ({ area: 'catalog', subject: 'limit', ...at, ...parts }));
    }),
  ];
}

const texts = (before: string | undefined, after: string | undefined): Pick<Entry, 'before' | 'after'> => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

/** What a metric says of itself, part by part. */
function facts(metric: Metric): ReadonlyMap<string, string> {
  const found = new Map([
    ['type', 'pushed' in metric && metric.pushed ? 'pushed gauge' : metric.type],
    ['unit', unitName(metric.unit)],
    ['help', metric.help],
  ]);
  if ('range' in metric) found.set('range', metric.range.join(' to '));
  if (metric.type === 'histogram') found.set('buckets', metric.buckets.join(', '));
  for (const [label, spec] of Object.entries(metric.own)) found.set(`label ${label}`, valuesOf(spec));
  return found;
}

const valuesOf = (spec: LabelSpec): string =>
  spec.kind === 'open' ? `any ${spec.reason}` : [...spec.values].sort().join(', ');

function limitChanges(base: Limit | undefined, head: Limit | undefined): Parts[] {
  if (!base) return [{ change: 'added' }];
  if (!head) return [{ change: 'removed' }];
  const side = ({ direction, of }: Limit) => (of ? `${direction}, ${of}` : direction);
  const found: Parts[] = [];
  if (side(base) !== side(head)) found.push({ change: 'changed', part: 'side', before: side(base), after: side(head) });
  const levels = ({ levels: of }: Limit) =>
    new Map(Object.entries<Quantity>(of).map(([l, q]) => [l, quantityInWords(q)]));
  const [from, to] = [levels(base), levels(head)];
  for (const level of namesIn(from, to))
    if (from.get(level) !== to.get(level))
      found.push({ change: 'changed', part: level, ...texts(from.get(level), to.get(level)) });
  return found;
}
