import type { World } from '../catalog/world.js';
import type { VectorSelector } from '../promql/ast.js';
import { factOf, narrow } from './labels.js';
import { type Inferred, type LabelFact, unknown } from './model.js';

/** A selector: what the catalog says of the series, narrowed by the matchers. A name that it does not know is empty. */
export function inferSelector(node: VectorSelector, world: World): Inferred {
  if (node.name === undefined) return unknown('vector');
  const series = world.series(node.name);
  if (!series) return { ...unknown('vector'), empty: true };
  const labels = new Map<string, LabelFact>();
  for (const [label, spec] of Object.entries(series.labels)) {
    labels.set(label, { sure: true, values: spec.kind === 'closed' ? spec.values : undefined });
  }
  let empty = false;
  for (const matcher of node.matchers) {
    const fact = narrow(factOf({ labels, others: false }, matcher.label), matcher);
    if (fact === 'never') empty = true;
    else if (fact) labels.set(matcher.label, fact);
    else labels.delete(matcher.label);
  }
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
  };
}
