import { counter, gauge, histogram, type Metric } from '../../catalog/metrics.js';
import { guessUnit } from '../../catalog/names.js';
import { openWorld, type World, world } from '../../catalog/world.js';
import { assumed } from '../../core/sources.js';
import type { Node } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';

const source = assumed('the name of the metric');

/**
 * A world of the metrics of an expression, as far as their names say what they are: `…_seconds_bucket`, `…_bytes`,
 * `…_total`. Good for showing a number with a unit, and for nothing that anybody is to rely on.
 */
export function worldOfNames(expr: Node): World {
  const found = new Map<string, Metric>();
  visit(expr, node => {
    const metric = node.kind === 'selector' && node.name !== undefined ? metricOf(node.name) : undefined;
    if (metric) found.set(metric.name, metric);
  });
  return openWorld(world(Object.fromEntries(found)));
}

function metricOf(name: string): Metric | undefined {
  const [, base, part] = /^([a-zA-Z_]\w*?)(?:_(bucket|sum|count|total))?$/.exec(name) ?? [];
  if (base === undefined) return undefined;
  const help = name;
  if (part === 'total') return counter(name, { help, source, unit: guessUnit({ name, type: 'counter' }) });
  const of = guessUnit({ name: base, type: part ? 'histogram' : 'gauge' });
  // A name without a unit does not say that it counts.
  if (of === 'count') return undefined;
  return part ? histogram(base, { help, source, unit: of, buckets: [1] }) : gauge(name, { help, source, unit: of });
}
