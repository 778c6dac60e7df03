import { print } from '../../promql/print.js';
import { add, begin, type Fired } from './case.js';
import { comparisonsIn } from './closure.js';

/** Comparisons with a constant inside the alert's expression, each brought to either side of its edge. */
export function edges(proof: Fired): void {
  const { rule, inputs, fired } = proof;
  if (!inputs.derived) return;
  const { bad, sources } = inputs.derived;
  for (const node of comparisonsIn(rule.condition?.value ?? rule.expr)) {
    for (const side of ['holds', 'fails'] as const) {
      const plan = bad({ edge: { node, side } });
      if (!plan) continue;
      const run = begin(proof, sources(plan));
      run.advance();
      run.expectNow();
      run.to(fired);
      run.expectNow();
      const outcome = run.fires(rule) ? 'fires' : 'quiet';
      add(proof, run, `${outcome} when ${print(node)} ${side === 'holds' ? 'just holds' : 'just fails'}`);
    }
  }
}
