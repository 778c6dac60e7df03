import type { World } from '../catalog/world.js';
import type { Node } from '../promql/ast.js';

/** What a range is taken of: an expression, or those that record the series. */
export function rangedOver(arg: Node | undefined, world: World): { readonly of: Node; readonly recorded?: string }[] {
  if (arg?.kind === 'subquery') return [{ of: arg.expr }];
  if (arg?.kind !== 'matrix' || arg.selector.name === undefined) return [];
  const recorded = arg.selector.name;
  return world.recordings(recorded).map(({ expr }) => ({ of: expr, recorded }));
}
