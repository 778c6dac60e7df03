import type { Finding } from '../core/findings.js';
import type { Node, Window } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Noted } from './foreign-shown.js';

const rates = new Set(['rate', 'irate', 'increase']);

/** A rate on a panel whose window does not go with the zoom: a fixed one skips data, `$__interval` finds none. Told once a query. */
export function windowProblems(expr: Node, note: Noted): Finding[] {
  let found: Finding | undefined;
  visit(expr, node => {
    const [arg] = node.kind === 'call' && rates.has(node.func) ? node.args : [];
    if (found || node.kind !== 'call' || arg?.kind !== 'matrix') return;
    const wrong = problem(node.func, arg.range);
    if (wrong)
      found = { ...note('panel/rate-window', wrong.message, 'write $__rate_interval'), severity: wrong.severity };
  });
  return found ? [found] : [];
}

function problem(func: string, window: Window) {
  if (window.kind === 'duration') {
    // An increase over a window of its own is a figure: so many in the last day.
    if (func === 'increase') return undefined;
    const message = `${func}() has a fixed window: zoomed out, it skips what lies between two points`;
    return { message, severity: 'info' } as const;
  }
  if (!/^\$\{?__interval\b/.test(window.text)) return undefined;
  const message = `${func}() over $__interval: zoomed in, the window holds fewer than two samples, and there is nothing`;
  return { message, severity: 'warning' } as const;
}
