import type { KnownSeries, World } from '../../catalog/world.js';
import type { Aggregation, Node, VectorSelector } from '../../promql/ast.js';
import type { RecordingRule } from '../model.js';
import { chooseLabels, type Preferences } from './choose.js';
import { constantOf } from './inverse.js';
import { Plan, Unsolved } from './plan.js';
import { type Branch, type Edge, solveBinary } from './solve-binary.js';
import { solveCall } from './solve-call.js';
import { empty } from './solve-empty.js';
import { demand } from './solve-series.js';
import { spread } from './spread.js';

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
  /** What is left free is this many times its usual value. */
  readonly scale?: number;
  /** Aggregations get several series each: one more for every label that they aggregate away. */
  readonly spread?: boolean;
  /** An inner comparison that is to be brought to its edge. */
  readonly edge?: Edge;
  /** The side of an `or` that is to give the value. */
  readonly branch?: Branch;
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
      const before = this.plan.fork();
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
        return solveBinary(this, node, goal, scope);
      case 'aggregation':
        return this.aggregation(node, goal, scope);
      case 'call':
        return solveCall(this, node, goal, scope);
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
    const kept = Object.entries(scope.labels).filter(([label]) => {
      if (op === 'topk' || op === 'bottomk') return true;
      return by ? by.has(label) : grouping !== undefined;
    });
    const inner = { ...scope, labels: Object.fromEntries(kept) };
    if (this.options.spread) {
      const value = spread(this, node, goal, inner);
      if (value !== undefined) return value;
    }
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
      case 'limitk':
      case 'limit_ratio':
        throw new Unsolved(node, `${op} takes any of them`);
      case 'count_values':
        throw new Unsolved(node, 'count_values makes labels of values');
      default:
        return op satisfies never;
    }
  }

  /** One process cannot be two things at once: where it would have to, the aggregated series are another one's. */
  private inside({ expr, grouping }: Aggregation, goal: number | undefined, scope: Scope): number {
    const others = this.options.prefer.instance?.slice(1) ?? [];
    const hidden = grouping ? grouping.labels.includes('instance') !== grouping.by : true;
    if (!hidden) return this.value(expr, goal, scope);
    const elsewhere = others.map(instance => ({ ...scope, labels: { ...scope.labels, instance } }));
    return this.firstOf(...[scope, ...elsewhere].map(where => () => this.value(expr, goal, where)));
  }
}

/** A value that nothing can change: right as it is, or not to be had. */
export function reached(node: Node, value: number, goal: number | undefined): number {
  if (goal === undefined || goal === value) return value;
  throw new Unsolved(node, `this is always ${value}`);
}

/** A window in milliseconds; rules have no macros. */
export const ms = (window: { readonly kind: string; readonly ms?: number }): number => window.ms ?? 0;
