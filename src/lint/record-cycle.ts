import type { Node } from '../promql/ast.js';
import type { CheckedRule, RuleCheck } from './model.js';
import { pointAt, readsOf, recordersOf } from './reads.js';

/**
 * Recorded series that are made of each other, or of themselves, and of nothing else that could do without them: there is
 * never a first value, so there is never any. In an open world the series may come from elsewhere too.
 */
export const recordCycle: RuleCheck = {
  id: 'record/cycle',
  severity: 'error',
  *find(rules, { world }) {
    const recorders = recordersOf(rules);
    const circular = [...recorders.keys()].filter(name => world.open || !exported(name));
    const stuck = inCircles(circular, recorders);
    for (const name of stuck) {
      for (const rule of recorders.get(name) ?? []) {
        const culprit = readsOf(rule.expr).find(read => stuck.has(read.name) && needs(rule.expr).has(read.name));
        if (!culprit) continue;
        const itself = culprit.name === name;
        yield {
          ...pointAt(rule, culprit.selector),
          ...(world.open && { severity: 'warning' as const }),
          message: itself
            ? `${name} is made of itself alone: without a first value there is never one`
            : `${name} is made of ${culprit.name}, and that goes round in a circle: without a first value there is never one`,
          fix: itself
            ? `begin with what it is measured by, and fall back on itself: … or last_over_time(${name}[1h])`
            : 'let one of them be made of what is exported',
        };
      }
    }

    function exported(name: string): boolean {
      const series = world.series(name);
      return series !== undefined && series.metric.type !== 'recorded';
    }
  },
};

/** The names of which no rule can ever write a first value because they wait for each other. */
function inCircles(
  names: readonly string[],
  recorders: ReadonlyMap<string, readonly CheckedRule[]>,
): ReadonlySet<string> {
  const arcs = names.flatMap(of => (recorders.get(of) ?? []).map(({ expr }) => ({ of, needs: [...needs(expr)] })));
  const waiting = withoutFree(new Set(names), arcs);
  // What only waits for a circle is not part of one: nothing in it waits for that.
  const waitedFor = new Map<string, string[]>([...waiting].map(name => [name, []]));
  for (const { of, needs: needed } of arcs)
    for (const name of waiting.has(of) ? needed : []) waitedFor.get(name)?.push(of);
  return withoutFree(
    waiting,
    [...waitedFor].map(([of, by]) => ({ of, needs: by })),
  );
}

/** What is left of the names when those go, one after the other, of which an arc needs none that is left. */
function withoutFree(
  names: ReadonlySet<string>,
  arcs: readonly { readonly of: string; readonly needs: readonly string[] }[],
): ReadonlySet<string> {
  const left = new Set(names);
  const free: string[] = [];
  const waits = new Map<string, { readonly of: string; missing: number }[]>();
  for (const { of, needs: needed } of arcs) {
    const wait = { of, missing: 0 };
    for (const name of new Set(needed)) {
      if (!left.has(name)) continue;
      wait.missing++;
      const of = waits.get(name);
      if (of) of.push(wait);
      else waits.set(name, [wait]);
    }
    if (wait.missing === 0) free.push(of);
  }
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    if (!left.delete(name)) continue;
    for (const wait of waits.get(name) ?? []) if (--wait.missing === 0) free.push(wait.of);
  }
  return left;
}

const nothing: ReadonlySet<string> = new Set();

/** The names without whose samples an expression returns nothing. */
function needs(node: Node): ReadonlySet<string> {
  switch (node.kind) {
    case 'number':
    case 'string':
      return nothing;
    case 'selector':
      return node.name === undefined ? nothing : new Set([node.name]);
    case 'matrix':
      return needs(node.selector);
    case 'subquery':
    case 'unary':
    case 'aggregation':
      return needs(node.expr);
    case 'call': {
      if (node.func.startsWith('absent') || node.func === 'scalar') return nothing;
      return union(node.args.map(needs));
    }
    case 'binary': {
      const [lhs, rhs] = [needs(node.lhs), needs(node.rhs)];
      if (node.op === 'or') return new Set([...lhs].filter(name => rhs.has(name)));
      return node.op === 'unless' ? lhs : union([lhs, rhs]);
    }
    default:
      return node satisfies never;
  }
}

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> => new Set(sets.flatMap(set => [...set]));
