import { sitePreferences } from './choose.js';
import { comparisonsIn } from './closure.js';
import type { Plan } from './plan.js';
import { nameOfRecord, type Recording, solve, typicalGoal } from './recording.js';
import { roughTime } from './rough.js';
import { twinsOf } from './twins.js';

/** What it writes while everything that it depends on moves as it likes; and once more, close to the edge of a condition. */
export function rough(recording: Recording, plain: Plan): void {
  roughly(recording, everything(recording, plain), 'in a rough time');
  const edge = atAnEdge(recording);
  if (edge) roughly(recording, edge, 'in a rough time, at the edge');
}

function roughly({ rule, setup, groups }: Recording, plan: Plan, what: string): void {
  const { labels, twinned } = twinsOf(plan, sitePreferences(setup.site));
  const { run, looks } = roughTime(twinned, setup, 0, labels, nameOfRecord(rule));
  for (const look of looks) {
    run.to(look);
    run.expectWritten(rule, true);
  }
  groups.push(run.group(`${nameOfRecord(rule)}: ${what}`));
}

/** Input at the edge of a comparison, where there is one: what moves about it crosses the edge. */
function atAnEdge(recording: Recording): Plan | undefined {
  for (const node of comparisonsIn(recording.rule.expr)) {
    const edge = { node, side: 'holds' } as const;
    const plan = solve(recording, { edge, spread: true }, 'any') ?? solve(recording, { edge }, 'any');
    if (plan) return plan;
  }
  return undefined;
}

/** A plan, and the series that every rule needs which it depends on. */
function everything(recording: Recording, plan: Plan): Plan {
  const all = plan.copy();
  for (const rule of recording.setup.closure.rules) {
    if (rule.kind !== 'record' || rule === recording.rule) continue;
    const other = solve({ ...recording, rule }, {}, typicalGoal(rule)) ?? solve({ ...recording, rule }, {}, 'any');
    for (const [key, demand] of other?.demands ?? []) if (!all.demands.has(key)) all.demands.set(key, demand);
  }
  return all;
}
