import type { KnownSeries, World } from '../../catalog/world.js';
import type { Aggregation, Binary, Call, ComparisonOp, Node, VectorSelector } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import { arithmetic, holds } from '../engine/binary.js';
import type { RecordingRule } from '../model.js';
import { chooseLabels, type Preferences } from './choose.js';
import { constantOf, isComparison, leftFor, mirror, rightFor, satisfying } from './inverse.js';
import { Plan, Unsolved } from './plan.js';
import { empty } from './solve-empty.js';
import { solveQuantile } from './solve-quantile.js';
import { demand, typical } from './solve-series.js';

/** What the surroundings of an expression ask of its series. */
export interface Scope {
  /** Labels that its result must have. */
  readonly labels: Readonly<Record<string, string>>;
  /** How far in the past it is looked at, and over how long a window; milliseconds. */
  readonly offset: number;
  readonly window: number;
  /** Recorded series that are being solved: a rule that reads itself ends there. */
  readonly inside: readonly string[];
}

export interface SolverOptions {
  readonly world: World;
  /** The rules that write each recorded series. */
  readonly writers: ReadonlyMap<string, readonly RecordingRule[]>;
  readonly prefer: Preferences;
  /** Seconds since the epoch: what time() is, and for when levels are meant. */
  readonly now: number;
  /** Counters that must grow by a whole number in a window longer than this (milliseconds) do so at once. */
  readonly jumpWithin: number;
  /** Events are to be the first of their series, where an expression cares. */
  readonly births: boolean;
}

/** Works backwards from the value that an expression should have to raw series that give it. */
export class Solver {
  plan: Plan;

  constructor(readonly options: SolverOptions) {
    this.plan = new Plan(options.now);
  }

  /** The first of these that can be solved; what the others asked for is forgotten. @throws Unsolved of the first */
  firstOf<T>(...ways: readonly (() => T)[]): T {
    let failure: Unsolved | undefined;
    for (const way of ways) {
      const before = this.plan.copy();
      try {
        return way();
      } catch (error) {
        if (!(error instanceof Unsolved)) throw error;
        failure ??= error;
        this.plan = before;
      }
    }
    throw failure;
  }

  /** Makes an expression return one series, of value `goal` when that is given. Returns the value. @throws Unsolved */
  value(node: Node, goal: number | undefined, scope: Scope): number {
    if (goal !== undefined && Number.isNaN(goal)) throw new Unsolved(node, 'nothing gives the wanted value');
    const constant = constantOf(node);
    if (constant !== undefined) return reached(node, constant, goal);
    switch (node.kind) {
      case 'selector':
        return this.selector(node, goal, scope);
      case 'unary':
        return node.op === '-'
          ? -this.value(node.expr, goal === undefined ? undefined : -goal, scope)
          : this.value(node.expr, goal, scope);
      case 'binary':
        return this.binary(node, goal, scope);
      case 'aggregation':
        return this.aggregation(node, goal, scope);
      case 'call':
        return this.call(node, goal, scope);
      case 'matrix':
        return this.selector(node.selector, goal, { ...scope, window: scope.window + ms(node.range) });
      case 'subquery': {
        const offset = scope.offset + (node.offset ? ms(node.offset) : 0);
        return this.value(node.expr, goal, { ...scope, offset, window: scope.window + ms(node.range) });
      }
      case 'number':
      case 'string':
        throw new Unsolved(node, 'this is no vector');
      default:
        return node satisfies never;
    }
  }

  /** Makes an expression return nothing. @throws Unsolved */
  empty(node: Node, scope: Scope): void {
    empty(this, node, scope);
  }

  /** The series that a selector is to select, as the catalog knows it. */
  known(selector: VectorSelector): KnownSeries {
    const known = selector.name === undefined ? undefined : this.options.world.series(selector.name);
    if (!known) throw new Unsolved(selector, `the catalog does not know ${selector.name ?? 'which series this is'}`);
    if (selector.at !== undefined) throw new Unsolved(selector, '"@" fixes the time');
    return known;
  }

  private selector(node: VectorSelector, goal: number | undefined, scope: Scope): number {
    const known = this.known(node);
    const offset = scope.offset + (node.offset ? ms(node.offset) : 0);
    const labels = chooseLabels(node, known, scope.labels, this.options.prefer);
    if (known.metric.type !== 'recorded') return demand(this, node, 'level', goal, { ...scope, offset });
    if (scope.inside.includes(known.name)) throw new Unsolved(node, `${known.name} is computed from itself`);
    const rules = this.options.writers.get(known.name) ?? [];
    const ways = rules.map(rule => () => {
      const rest: Record<string, string> = {};
      for (const [label, value] of Object.entries(labels)) {
        if (rule.labels[label] === undefined) rest[label] = value;
        else if (rule.labels[label] !== value) throw new Unsolved(node, `another rule writes ${label}="${value}"`);
      }
      return this.value(rule.expr, goal, { ...scope, offset, labels: rest, inside: [...scope.inside, known.name] });
    });
    if (ways.length === 0) throw new Unsolved(node, `no rule writes ${known.name}`);
    return this.firstOf(...ways);
  }

  private aggregation(node: Aggregation, goal: number | undefined, scope: Scope): number {
    const { op, grouping, expr } = node;
    const by = grouping?.by ? new Set(grouping.labels) : undefined;
    const kept = Object.entries(scope.labels).filter(([label]) => (by ? by.has(label) : grouping !== undefined));
    const inner = { ...scope, labels: Object.fromEntries(kept) };
    switch (op) {
      case 'sum':
      case 'min':
      case 'max':
      case 'avg':
      case 'quantile':
      case 'topk':
      case 'bottomk':
        return this.inside(node, goal, inner);
      case 'group':
      case 'count':
        this.inside(node, undefined, inner);
        return reached(node, 1, goal);
      case 'stddev':
      case 'stdvar':
        this.value(expr, undefined, inner);
        return reached(node, 0, goal);
      case 'count_values':
        throw new Unsolved(node, 'count_values makes labels of values');
      default:
        return op satisfies never;
    }
  }

  /** One process cannot be two things at once: where it would have to, the aggregated series are another one's. */
  private inside({ expr, grouping }: Aggregation, goal: number | undefined, scope: Scope): number {
    const second = this.options.prefer.instance?.[1];
    const hidden = grouping ? grouping.labels.includes('instance') !== grouping.by : true;
    if (second === undefined || !hidden) return this.value(expr, goal, scope);
    const elsewhere = { ...scope, labels: { ...scope.labels, instance: second } };
    return this.firstOf(
      () => this.value(expr, goal, scope),
      () => this.value(expr, goal, elsewhere),
    );
  }

  private binary(node: Binary, goal: number | undefined, scope: Scope): number {
    const { op, lhs, rhs } = node;
    switch (op) {
      case 'and': {
        const value = this.value(lhs, goal, scope);
        this.value(rhs, undefined, this.matched(node, scope));
        return value;
      }
      case 'unless': {
        const value = this.value(lhs, goal, scope);
        this.empty(rhs, this.matched(node, scope));
        return value;
      }
      case 'or': {
        const ways = [() => this.value(lhs, goal, scope), () => this.value(rhs, goal, scope)];
        const birth = lhs.kind === 'binary' && lhs.op === 'unless';
        return this.firstOf(...(birth && !this.options.births ? ways.reverse() : ways));
      }
      default:
        return isComparison(op) ? this.comparison(node, op, goal, scope) : this.arithmetic(node, op, goal, scope);
    }
  }

  /** The scope of the right side of a set operation: its labels are those that the left side has. */
  matched({ matching, lhs }: Binary, scope: Scope): Scope {
    if (matching?.by !== 'on') return scope;
    const chosen = matching.labels.flatMap(label => {
      const value = scope.labels[label] ?? fixedIn(lhs, label) ?? this.options.prefer[label]?.[0];
      return value === undefined ? [] : [[label, value] as const];
    });
    return { ...scope, labels: Object.fromEntries(chosen) };
  }

  private comparison(node: Binary, op: ComparisonOp, goal: number | undefined, scope: Scope): number {
    const { lhs, rhs, bool } = node;
    if (bool) throw new Unsolved(node, 'a comparison with bool');
    const [left, right] = [constantOf(lhs), constantOf(rhs)];
    if (right !== undefined) return this.filter(node, lhs, op, right, goal, scope);
    if (left !== undefined) return this.filter(node, rhs, mirror(op), left, goal, scope);
    const other = this.value(rhs, undefined, scope);
    return this.filter(node, lhs, op, other, goal, scope);
  }

  private filter(node: Node, of: Node, op: ComparisonOp, than: number, goal: number | undefined, scope: Scope): number {
    const checked = (value: number) => {
      if (!holds(op, value, than)) throw new Unsolved(node, `${value} is filtered away`);
      return value;
    };
    if (goal !== undefined) return checked(this.value(of, checked(goal), scope));
    return this.firstOf(
      () => checked(this.value(of, undefined, scope)),
      () => checked(this.value(of, satisfying(op, than), scope)),
    );
  }

  private arithmetic(node: Binary, op: Parameters<typeof leftFor>[0], goal: number | undefined, scope: Scope): number {
    const { lhs, rhs } = node;
    const rightFirst = () => {
      const right = this.value(rhs, undefined, scope);
      const left = this.value(lhs, goal === undefined ? undefined : leftFor(op, goal, right), scope);
      return arithmetic(op, left, right);
    };
    const leftFirst = () => {
      const left = this.value(lhs, undefined, scope);
      const right = this.value(rhs, goal === undefined ? undefined : rightFor(op, goal, left), scope);
      return arithmetic(op, left, right);
    };
    return this.firstOf(rightFirst, leftFirst);
  }

  private call(node: Call, goal: number | undefined, scope: Scope): number {
    const [first, second] = node.args as readonly [Node, Node];
    switch (node.func) {
      case 'time':
        return reached(node, this.options.now, goal);
      case 'vector':
      case 'scalar':
      case 'sort':
      case 'sort_desc':
      case 'ceil':
      case 'floor':
      case 'round':
      case 'last_over_time':
      case 'min_over_time':
      case 'max_over_time':
      case 'avg_over_time':
        return this.value(first, goal, scope);
      case 'quantile_over_time':
        return this.value(second, goal, scope);
      case 'abs':
        return Math.abs(this.value(first, goal, scope));
      case 'sqrt':
        return Math.sqrt(this.value(first, goal === undefined ? undefined : goal * goal, scope));
      case 'clamp':
      case 'clamp_min':
      case 'clamp_max':
        return this.value(first, goal, scope);
      case 'present_over_time':
        this.value(first, undefined, scope);
        return reached(node, 1, goal);
      case 'absent':
      case 'absent_over_time':
        this.empty(first, scope);
        return reached(node, 1, goal);
      case 'label_replace':
      case 'label_join':
        return this.value(first, goal, relabelled(node, scope));
      case 'histogram_quantile':
        return solveQuantile(this, node, goal, scope);
      case 'timestamp': {
        this.value(first, undefined, scope);
        return reached(node, this.options.now, goal);
      }
      case 'rate':
      case 'irate':
      case 'deriv':
      case 'increase':
      case 'delta':
      case 'predict_linear':
        return this.moving(node, first, goal, scope);
      default:
        throw new Unsolved(node, `${node.func}() cannot be worked backwards`);
    }
  }

  /** Functions of how a raw series moves. */
  private moving(node: Call, range: Node, goal: number | undefined, scope: Scope): number {
    if (range.kind !== 'matrix') throw new Unsolved(node, `${node.func}() of a subquery`);
    const window = ms(range.range);
    const offset = scope.offset + (range.selector.offset ? ms(range.selector.offset) : 0);
    const inner = { ...scope, offset, window: scope.window + window };
    const { selector } = range;
    if (this.known(selector).metric.type === 'recorded')
      throw new Unsolved(node, `${node.func}() of a recorded series`);
    switch (node.func) {
      case 'increase':
        if (goal !== undefined && goal > 0 && Number.isInteger(goal) && window > this.options.jumpWithin) {
          return demand(this, selector, 'jump', goal, inner);
        }
        return (
          demand(this, selector, 'slope', goal === undefined ? undefined : (goal / window) * 1000, inner) *
          (window / 1000)
        );
      case 'delta':
        return (
          demand(this, selector, 'slope', goal === undefined ? undefined : (goal / window) * 1000, inner) *
          (window / 1000)
        );
      case 'predict_linear': {
        const ahead = constantOf(node.args[1] as Node) ?? NaN;
        const level = typical(this.known(selector), this.options.now);
        if (goal === undefined) return level + ahead * demand(this, selector, 'slope', undefined, inner);
        demand(this, selector, 'level', level, inner);
        return level + ahead * demand(this, selector, 'slope', (goal - level) / ahead, inner);
      }
      default:
        return demand(this, selector, 'slope', goal, inner);
    }
  }
}

/** The value to which a matcher below a node fixes a label. */
function fixedIn(node: Node, label: string): string | undefined {
  let fixed: string | undefined;
  visit(node, inner => {
    if (inner.kind === 'selector') fixed ??= inner.matchers.find(m => m.label === label && m.op === '=')?.value;
  });
  return fixed;
}

/** A value that nothing can change: right as it is, or not to be had. */
function reached(node: Node, value: number, goal: number | undefined): number {
  if (goal === undefined || goal === value) return value;
  throw new Unsolved(node, `this is always ${value}`);
}

/** What label_replace and label_join ask of the series below them. @throws Unsolved when the label cannot come out so */
export function relabelled(node: Call, scope: Scope): Scope {
  const [dst = '', replacement = '', src = ''] = node.args
    .slice(1)
    .map(arg => (arg.kind === 'string' ? arg.value : ''));
  const { [dst]: wanted, ...labels } = scope.labels;
  const fixed = node.func === 'label_replace' && src === '' ? replacement.replaceAll('$$', '$') : undefined;
  if (wanted !== undefined && fixed !== undefined && wanted !== fixed) {
    throw new Unsolved(node, `this sets ${dst} to "${fixed}", not to "${wanted}"`);
  }
  return { ...scope, labels };
}

/** A window in milliseconds; rules have no macros. */
export const ms = (window: { readonly kind: string; readonly ms?: number }): number => window.ms ?? 0;
