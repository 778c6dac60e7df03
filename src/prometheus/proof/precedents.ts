import { formatDuration, milliseconds } from '../../core/durations.js';
import { add, type Fired } from './case.js';
import { candidatesOf, sitePreferences } from './choose.js';
import { GivenSource } from './given.js';
import type { Source } from './input.js';
import { numberText } from './notation.js';
import { type Demand, Plan, seriesText } from './plan.js';
import { Run, type Setup } from './run.js';
import { typical } from './solve-series.js';
import { sourcesOf } from './witness.js';

/** Series of which a plan only asks that they were there before: a birth is news only where something else is old. */
export const precedentsOf = (plan: Plan): Demand[] =>
  [...plan.demands.values()].filter(({ pieces }) => pieces.size > 0 && !pieces.has(0));

/** A plan without its precedents. */
export function withoutPrecedents(plan: Plan): Plan {
  const demands = new Map([...plan.demands].filter(([, { pieces }]) => pieces.size === 0 || pieces.has(0)));
  return new Plan(plan.now, demands, plan.absences, plan.trail);
}

/** A precedent that is there at all times of a test, or from and until some (milliseconds). */
export function precedent(
  { series, labels }: Demand,
  { interval }: Setup,
  { from = 0, until = 10 * 86_400_000 }: { readonly from?: number; readonly until?: number } = {},
): Source {
  const [before, there] = [Math.ceil(from / interval), Math.floor((until - from) / interval)];
  const value = numberText(typical(series, 0));
  const values = `${before > 0 ? `_x${before} ` : ''}${value}x${there}`;
  return new GivenSource({ series: seriesText(series.name, labels), values }, interval);
}

/** How far back precedents have to be, how recently they need to have been, and whose they are. */
export function precedents(proof: Fired, birth: Plan): void {
  const old = precedentsOf(birth);
  if (old.length === 0) return;
  const pieces = old.flatMap(({ pieces }) => [...pieces]);
  const offset = Math.max(...pieces.map(([offset]) => offset));
  const window = Math.max(...pieces.map(([, piece]) => piece.window));
  const { step } = proof.setup;
  const ago = (ms: number) => formatDuration(milliseconds(ms));
  const names = [...new Set(old.map(({ series }) => series.name))].join(', ');
  const start = proof.setup.start + offset + window;
  const setup = { ...proof.setup, start };
  const born = withoutPrecedents(birth);

  const show = (what: string, others: Source[], looks: readonly number[] = []) => {
    const run = new Run(setup, [...sourcesOf(born, undefined, setup), ...others]);
    run.to(start - step);
    const fires = run.until(() => run.fires(proof.rule), start + proof.rule.for.ms + 2 * step);
    run.expectNow();
    for (const look of looks) {
      run.to(start + look);
      run.expectNow();
    }
    add(proof, run, `${fires ? 'fires' : 'quiet'} for a birth when ${names} ${what}`);
  };

  for (const missing of [offset + 0.75 * window, offset + window + 2 * step]) {
    const until = Math.floor((start - missing) / step) * step;
    show(
      `was last there ${ago(start - until)} before`,
      old.map(d => precedent(d, setup, { until })),
    );
  }
  const from = start - offset - 2 * step;
  show(
    `has been there for ${ago(start - from)}`,
    old.map(d => precedent(d, setup, { from })),
  );
  show(
    'begins with it',
    old.map(d => precedent(d, setup, { from: start })),
    [offset - step, offset + 2 * step],
  );

  const prefer = sitePreferences(setup.site);
  for (const label of [...new Set(old.flatMap(({ labels }) => Object.keys(labels)))].sort()) {
    const others = old.map(demand => {
      const spec = demand.series.labels[label];
      const other = spec && candidatesOf(label, spec, prefer).find(value => value !== demand.labels[label]);
      return other === undefined ? demand : { ...demand, labels: { ...demand.labels, [label]: other } };
    });
    if (others.every((demand, i) => demand === old[i])) continue;
    show(
      `has another ${label}`,
      others.map(d => precedent(d, setup)),
    );
  }
}
