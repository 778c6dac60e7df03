import { add, begin, type Fired, patience } from './case.js';
import { restartEnds, restartRaises } from './failures.js';
import { changed, type Demand, type Piece, type Plan } from './plan.js';

/** Whether it matters what a counter does: where it stands or how it grows. */
const counts = ({ series, pieces }: Demand): boolean => {
  const { level, slope, jump } = pieces.get(0) ?? {};
  return series.moves !== 'gauge' && (level ?? slope ?? jump) !== undefined;
};

/** A restart of the process: its counters begin anew. No event is lost by it, and none is made up. */
export function restarts(proof: Fired): void {
  const { inputs } = proof;
  if (!inputs.derived || ![...inputs.derived.plan.demands.values()].some(counts)) return;
  whileQuiet(proof, inputs.derived);
  whileFiring(proof, inputs.derived);
}

function whileQuiet(proof: Fired, { good, sources, before }: NonNullable<Fired['inputs']['derived']>): void {
  const { rule, setup } = proof;
  const { start, step } = setup;
  const end = start + 2 * step + patience(proof);
  const plan = good({}, end);
  if (!plan || ![...plan.demands.values()].some(counts)) return;
  const run = begin(proof, sources(plan, before));
  run.to(start + 2 * step);
  run.turnTo(restarted(plan, setup.interval));
  if (run.until(() => run.fires(rule), end)) proof.failures.push(restartRaises);
  run.expectNow();
  add(proof, run, 'quiet when counters start anew');
}

function whileFiring(proof: Fired, { plan, sources, before }: NonNullable<Fired['inputs']['derived']>): void {
  const { rule, setup, fired } = proof;
  const run = begin(proof, sources(plan, before));
  run.to(fired);
  run.turnTo(restarted(plan, setup.interval));
  run.advance();
  const moving = [...plan.demands.values()].filter(counts).every(d => d.pieces.get(0)?.level === undefined);
  const goesOn = run.fires(rule);
  if (moving && !goesOn) proof.failures.push(restartEnds);
  run.expectNow();
  add(proof, run, `${goesOn ? 'goes on' : 'is over'} when counters start anew while it fires`);
}

/** From zero: what grows has grown once by then. */
export function restarted(plan: Plan, interval: number): Plan {
  return changed(plan, (piece: Piece, demand) => {
    if (!counts(demand)) return piece;
    const slope = piece.jump === undefined ? (piece.slope ?? 0) : 0;
    return { window: piece.window, slope, level: (slope * interval) / 1000 };
  });
}
