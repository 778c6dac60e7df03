import type { KnownSeries, World } from '../catalog/world.js';
import type { VectorSelector } from '../promql/ast.js';
import { factOf, narrow } from './labels.js';
import { type Inferred, type LabelFact, unknown } from './model.js';

/** A selector: what the catalog says of the series, narrowed by the matchers. In a closed world a name that it does not know is empty. */
export function inferSelector(node: VectorSelector, world: World): Inferred {
  const series = node.name === undefined ? undefined : world.series(node.name);
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
