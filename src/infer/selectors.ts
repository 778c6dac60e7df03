import type { KnownSeries, World } from '../catalog/world.js';
import type { VectorSelector } from '../promql/ast.js';
import type { Infer } from './infer.js';
import { factOf, narrow, passes } from './labels.js';
import { type Inferred, type LabelFact, unknown } from './model.js';
import { inferRecorded } from './recorded.js';

/**
 * A selector: what the catalog says of the series, or the rules that record them, narrowed by the matchers. In a closed
 * world a name that neither knows is empty.
 */
export function inferSelector(node: VectorSelector, world: World, self: Infer): Inferred {
  const series = node.name === undefined ? undefined : world.series(node.name);
  if (!series && node.name !== undefined && world.recordings(node.name).length > 0) {
    const of = inferRecorded(node.name, world, self);
    const known = new Map(of.labels);
    // Whoever chooses by a label in an open world has seen it: what a Prometheus adds to all that it sends away.
    for (const m of world.open ? node.matchers : [])
      if (!known.has(m.label) && passes(m, '') === undefined) known.set(m.label, { sure: false, values: undefined });
    const { labels, empty } = narrowed(node, known, of.others);
    return { ...of, labels, empty: of.empty || empty };
  }
  if (!series) {
    const nothing = node.name !== undefined && !world.open && !world.named(node.name);
    const { labels, empty } = narrowed(node, new Map(), true);
    return { ...unknown('vector'), labels, empty: nothing || empty, names: node.name === undefined ? Infinity : 1 };
  }
  const { labels, empty } = narrowed(node, new Map(labelsOf(series)), false);
  const observed = series.moves === 'bucket' ? series.metric.unit : undefined;
  return {
    type: 'vector',
    labels,
    others: false,
    unit: series.unit,
    motion: series.moves,
    ...(observed && { observed }),
    range: series.range,
    empty,
    series: Infinity,
    names: 1,
  };
}

const facts = new WeakMap<KnownSeries, ReadonlyMap<string, LabelFact>>();

/** The labels of a series that nothing narrows. */
function labelsOf(series: KnownSeries): ReadonlyMap<string, LabelFact> {
  let labels = facts.get(series);
  if (!labels) {
    labels = new Map(
      Object.entries(series.labels).map(([label, spec]) => [
        label,
        { sure: true, values: spec.kind === 'closed' ? spec.values : undefined },
      ]),
    );
    facts.set(series, labels);
  }
  return labels;
}

/** The labels once every matcher has had its say, and whether one of them lets nothing pass. */
function narrowed({ matchers }: VectorSelector, labels: Map<string, LabelFact>, others: boolean) {
  let empty = false;
  for (const matcher of matchers) {
    if (matcher.label === '__name__') continue;
    const fact = narrow(factOf({ labels, others }, matcher.label), matcher);
    if (fact === 'never') empty = true;
    else if (fact) labels.set(matcher.label, fact);
    else labels.delete(matcher.label);
  }
  return { labels, empty };
}
