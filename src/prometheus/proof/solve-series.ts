import type { KnownSeries } from '../../catalog/world.js';
import { unitName } from '../../core/units.js';
import type { VectorSelector } from '../../promql/ast.js';
import { chooseLabels } from './choose.js';
import { Unsolved } from './plan.js';
import type { Scope, Solver } from './solve.js';

/**
 * Asks a raw series for a level, a slope or a jump. What it was asked for before stays: without a goal that is what
 * comes back, with another goal it is a conflict. Returns what the series will have.
 */
export function demand(
  solver: Solver,
  selector: VectorSelector,
  what: 'level' | 'slope' | 'jump',
  goal: number | undefined,
  scope: Scope,
): number {
  const { offset, window } = scope;
  const known = solver.known(selector);
  const labels = chooseLabels(selector, known, scope.labels, solver.options.prefer);
  if (solver.plan.forbids(known.name, labels, offset)) throw new Unsolved(selector, `${known.name} must not be there`);
  const piece = solver.plan.piece(known, labels, offset, window);
  if (goal === undefined) {
    if (what === 'slope' && piece.jump !== undefined) return piece.jump / (window / 1000);
    // That a counter is there says nothing about where it stands.
    const { now, scale = 1 } = solver.options;
    if (what === 'level' && known.moves !== 'gauge') return piece.level ?? typical(known, now);
    const fallback = what === 'level' ? typical(known, now, scale) : known.moves === 'gauge' ? 0 : scale;
    piece[what] ??= fallback;
    return piece[what];
  }
  checkGoal(known, selector, what, goal);
  const before = piece[what];
  const otherwise = what === 'slope' ? piece.jump : what === 'jump' ? piece.slope : undefined;
  if ((before !== undefined && !near(before, goal)) || otherwise !== undefined) {
    throw new Unsolved(selector, `${known.name} would have to move in two ways at once`);
  }
  piece[what] = goal;
  return goal;
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

function checkGoal(known: KnownSeries, selector: VectorSelector, what: 'level' | 'slope' | 'jump', goal: number): void {
  if (what !== 'level' && goal < 0 && known.moves !== 'gauge') throw new Unsolved(selector, 'a counter does not fall');
  const [low, high] = known.range;
  if (what === 'level' && (goal < low || goal > high)) {
    throw new Unsolved(selector, `${known.name} is never ${goal}`);
  }
}

/** A value that a series may well have; `scale` times the usual one, where it is a size. */
export function typical(known: KnownSeries, now: number, scale = 1): number {
  const [low, high] = known.range;
  const within = (value: number) => Math.min(Math.max(value * scale, low), high);
  if (known.moves !== 'gauge') return 100;
  if (known.unit.reading === 'timestamp') return now - 300;
  switch (unitName(known.unit)) {
    case 'bytes':
      return within(2 ** 28);
    case 'percent':
      return within(90);
    case 'count':
      return within(8);
    default:
      return within(1);
  }
}
