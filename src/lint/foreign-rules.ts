import { type Duration, parseDuration, seconds } from '../core/durations.js';
import type { ForeignGroup, ForeignRule, Text } from '../foreign/model.js';
import type { CheckedGroup, CheckedRule, Query, Surroundings } from './model.js';
import { type Locate, placesIn } from './places.js';

const none = seconds(0);

/** Somebody's group as checks see it. An interval of zero is none, as it is to Prometheus. */
export function checkedGroup(group: ForeignGroup, locate: Locate, { site }: Surroundings): CheckedGroup {
  const { name, interval, fields, start } = group;
  const own = duration(interval);
  return {
    name: name.value,
    interval: own.ms > 0 ? own : site?.evaluationInterval,
    fields: new Set(fields.keys()),
    place: locate(start, name.value),
    placeOf: field => locate(fields.get(field)?.start ?? start, name.value),
  };
}

/** Somebody's rule as checks see it. */
export function checkedRule(
  rule: ForeignRule,
  { labels }: ForeignGroup,
  group: CheckedGroup,
  query: Query,
  source: string,
  locate: Locate,
): CheckedRule {
  const placeAt = (text: Text | undefined) => (text ? placesIn(text, source, locate, rule.name.value)(0) : query.place);
  return {
    kind: rule.kind,
    name: rule.name.value,
    group,
    expr: query.expr,
    ...(query.written && { written: query.written }),
    for: duration(rule.for),
    keepFiringFor: duration(rule.keepFiringFor),
    labels: { ...values(labels), ...values(rule.labels) },
    annotations: values(rule.annotations),
    place: query.place,
    placeOf: (part, name) => {
      if (part === 'fields') return placeAt(name === 'for' ? rule.for : rule.keepFiringFor);
      return placeAt(rule[part].get(name) ?? (part === 'labels' ? labels.get(name) : undefined));
    },
  };
}

const duration = (text: Text | undefined): Duration => (text && parseDuration(text.value)) ?? none;

function values(texts: ReadonlyMap<string, Text>): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, { value }] of texts) record[name] = value;
  return record;
}
