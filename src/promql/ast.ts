import type { Duration } from '../core/durations.js';
import type { Unit } from '../core/units.js';

/**
 * The abstract syntax of PromQL as Prometheus 2.42 accepts it, and the functions that came later. Nodes are frozen and built by the functions of
 * `nodes.ts`; parentheses are not kept, the printer sets them where precedence needs them.
 */
export type Node =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Unary
  | Binary
  | Call
  | Aggregation;

export type NodeKind = Node['kind'];

/** What an expression evaluates to. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** `5`, `1e-3`, `NaN`, `+Inf`. Never negative: `-5` is a Unary around a literal. */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  /** What content meant by it, where it was written as a quantity; text has no units. Not printed. */
  readonly unit?: Unit;
}

/** `"text"`; the value is what the quotes and escapes stand for. */
export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
}

export type MatchOp = '=' | '!=' | '=~' | '!~';

/** `name="value"` inside braces. */
export interface Matcher {
  readonly label: string;
  readonly op: MatchOp;
  readonly value: string;
}

/** A Grafana macro or variable in a duration's place: `$__rate_interval`. Dashboards only, never rules. */
export interface DurationMacro {
  readonly kind: 'macro';
  readonly text: string;
}

export type Window = Duration | DurationMacro;

/** `@ 1609746000` (seconds since the epoch), `@ start()`, `@ end()`. */
export type AtModifier = 'start' | 'end' | { readonly seconds: number };

/** `offset` and `@`, which a selector and a subquery may carry. */
export interface Modifiers {
  readonly offset?: Window;
  readonly at?: AtModifier;
}

/** `name{label="value"} offset 5m`. Matchers in canonical order; the name apart from them. */
export interface VectorSelector extends Modifiers {
  readonly kind: 'selector';
  readonly name?: string;
  readonly matchers: readonly Matcher[];
}

/** `name{…}[5m]`. `offset` and `@` sit on the selector. */
export interface MatrixSelector {
  readonly kind: 'matrix';
  readonly selector: VectorSelector;
  readonly range: Window;
}

/** `expr[1h:5m]`; without a step Prometheus takes the global evaluation interval. */
export interface Subquery extends Modifiers {
  readonly kind: 'subquery';
  readonly expr: Node;
  readonly range: Window;
  readonly step?: Window;
}

/** `-expr`, `+expr`. */
export interface Unary {
  readonly kind: 'unary';
  readonly op: '-' | '+';
  readonly expr: Node;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

/** `on (a, b) group_left (c)`. An empty list is a list: `on ()` matches everything with everything. */
export interface Matching {
  readonly by: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

/** `lhs op rhs`. */
export interface Binary {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly lhs: Node;
  readonly rhs: Node;
  /** `bool`: 0 or 1 in place of filtering. Comparisons only. */
  readonly bool: boolean;
  readonly matching?: Matching;
}

/** `func(args)`. */
export interface Call {
  readonly kind: 'call';
  readonly func: string;
  readonly args: readonly Node[];
}

export type AggregationOp =
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'count'
  | 'count_values'
  | 'bottomk'
  | 'topk'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio';

/** `op by (labels) (param, expr)`. Without grouping everything collapses into one series. */
export interface Aggregation {
  readonly kind: 'aggregation';
  readonly op: AggregationOp;
  readonly grouping?: { readonly by: boolean; readonly labels: readonly string[] };
  readonly param?: Node;
  readonly expr: Node;
}
