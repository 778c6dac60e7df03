import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { children } from '../promql/walk.js';
import type { QueryCheck } from './model.js';

/** An expression that is always empty: the alert never fires, the panel never draws. */
export const exprNeverReturns: QueryCheck = {
  id: 'expr/never-returns',
  severity: 'error',
  *find({ expr }, { world }) {
    if (!infer(expr, world).empty) return;
    const isEmpty = (node: Node) => infer(node, world).empty;
    let at = expr;
    for (let below = children(at).find(isEmpty); below; below = children(at).find(isEmpty)) at = below;
    yield { message: 'this can never return anything', fix: 'its values lie outside of what it is compared with', at };
  },
};
