import type { KnownSeries } from '../catalog/world.js';
import type { VectorSelector } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Query, Surroundings } from './model.js';

/** The selectors of an expression. */
export function selectorsOf({ expr }: Pick<Query, 'expr'>): VectorSelector[] {
  const found: VectorSelector[] = [];
  visit(expr, node => {
    if (node.kind === 'selector') found.push(node);
  });
  return found;
}

/** The selectors whose series the catalog knows, with what it knows. */
export function knownSelectors(
  query: Pick<Query, 'expr'>,
  { world }: Surroundings,
): { node: VectorSelector; series: KnownSeries }[] {
  return selectorsOf(query).flatMap(node => {
    const series = node.name === undefined ? undefined : world.series(node.name);
    return series ? [{ node, series }] : [];
  });
}
