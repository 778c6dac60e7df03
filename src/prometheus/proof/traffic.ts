import type { Node } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import { add, begin, deadline, type Fired, patience } from './case.js';
import { firesOnNaN } from './failures.js';
import { changed, type Demand, type Plan } from './plan.js';

/** Without traffic there is nothing to divide by: 0/0 raises no alert. And when traffic comes, it is judged. */
export function noTraffic(proof: Fired): void {
  const { rule, setup, inputs } = proof;
  if (!inputs.derived || !setup.closure.rules.some(r => divides(r.expr))) return;
  const { plan, before, sources } = inputs.derived;
  if (![...plan.demands.values()].some(flows)) return;
  const run = begin(proof, sources(idle(plan), before));
  const fires = run.until(() => run.fires(rule), setup.start + patience(proof));
  if (run.alertsOf(rule).some(a => Number.isNaN(a.sample.value))) proof.failures.push(firesOnNaN);
  run.expectNow();
  if (fires) {
    add(proof, run, 'fires without traffic');
    return;
  }
  run.turnTo(plan);
  if (run.until(() => run.fires(rule), deadline(proof, run.time))) {
    run.expectBefore();
    run.expectNow();
  }
  add(proof, run, 'quiet without traffic', run.fires(rule) ? 'fires when there is some' : '');
}

/** The same series, but nothing is counted any more. */
export function idle(plan: Plan): Plan {
  return changed(plan, (piece, demand) => (flows(demand) ? { window: piece.window, slope: 0 } : piece));
}

const flows = ({ series, pieces }: Demand) => series.moves !== 'gauge' && pieces.get(0)?.slope !== undefined;

export function divides(node: Node): boolean {
  let found = false;
  visit(node, inner => {
    found ||=
      (inner.kind === 'binary' && inner.op === '/') || (inner.kind === 'call' && inner.func === 'histogram_quantile');
  });
  return found;
}
