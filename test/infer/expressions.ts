import * as fc from 'fast-check';
import { milliseconds } from '../../src/core/durations.js';
import type { AggregationOp, BinaryOp, Matcher, MatchOp, Node } from '../../src/promql/ast.js';
import { aggregations } from '../../src/promql/functions.js';
import * as make from '../../src/promql/nodes.js';
import { catalog } from './data.js';

/** Expressions over the series of `catalog` that often return something. */

const labels = ['job', 'instance', 'status', 'country', 'cache', 'step', 'le', 'zone'] as const;
const label = fc.constantFrom<string>(...labels, 'nowhere');
const values: Readonly<Record<string, readonly string[]>> = {
  job: ['shop', 'other', 'none'],
  instance: ['app:8080'],
  status: ['ok', 'failed', 'no'],
  country: ['de', 'fr'],
  cache: ['page', 'image'],
  step: ['cart', 'pay'],
  le: ['0.5', '1.0', '+Inf'],
  zone: ['a', 'b'],
  nowhere: ['x'],
};

const matcher: fc.Arbitrary<Matcher> = label.chain(name =>
  fc.oneof(
    fc.record({
      label: fc.constant(name),
      op: fc.constantFrom<MatchOp>('=', '!='),
      value: fc.constantFrom('', ...(values[name] ?? [])),
    }),
    fc.record({
      label: fc.constant(name),
      op: fc.constantFrom<MatchOp>('=~', '!~'),
      value: fc.constantFrom('.*', '.+', '', 'o.+', 'ok|shop|page|pay', '[^a]+', '|de'),
    }),
  ),
);

const offset = fc.constantFrom({}, {}, {}, { offset: milliseconds(600_000) });
const name = fc.constantFrom(...catalog.names());
const nameless: Matcher = { label: '__name__', op: '=~', value: 'shop_(b|d|c).*' };
const selector = fc
  .tuple(name, fc.array(matcher, { maxLength: 2 }), fc.nat(9), offset)
  .map(([of, matchers, keep, rest]) =>
    keep === 0
      ? make.selector({ matchers: [nameless, ...matchers], ...rest })
      : make.selector({ name: of, matchers: keep < 3 ? matchers : matchers.slice(0, 1), ...rest }),
  );

const window = fc.constantFrom(300_000, 900_000, 1_800_000).map(milliseconds);
const constant = fc
  .constantFrom(0, 1, -1, 0.5, 2, 0.95, 5, 100, -0.5, 1e9, Number.NaN, Infinity, -Infinity)
  .map(make.number);
const text = fc.constantFrom('', 'x', '$1', '-$1', 'a$2');

const arithmetic = fc.constantFrom<BinaryOp>('+', '-', '*', '/', '%', '^');
const comparison = fc.constantFrom<BinaryOp>('==', '!=', '>', '<', '>=', '<=');
const set = fc.constantFrom<BinaryOp>('and', 'or', 'unless');

const overRange = [
  'rate',
  'increase',
  'irate',
  'delta',
  'idelta',
  'deriv',
  'changes',
  'resets',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'count_over_time',
  'last_over_time',
  'present_over_time',
  'stddev_over_time',
  'stdvar_over_time',
];
const overInstant = ['abs', 'ceil', 'floor', 'round', 'sgn', 'sqrt', 'timestamp', 'sort', 'absent', 'hour', 'ln'];

const comparisons = new Set<BinaryOp>(['==', '!=', '>', '<', '>=', '<=']);
const sets = new Set<BinaryOp>(['and', 'or', 'unless']);

type Matching = NonNullable<Parameters<typeof make.binary>[0]['matching']>;

const matching: fc.Arbitrary<Matching | undefined> = fc.option(
  fc
    .record({
      by: fc.constantFrom('on' as const, 'ignoring' as const),
      labels: fc.array(label, { maxLength: 2 }),
      side: fc.constantFrom('left' as const, 'right' as const, undefined),
      include: fc.array(label, { maxLength: 1 }),
    })
    .map(({ by, labels: names, side, include }) => ({
      by,
      labels: names,
      ...(side && { group: { side, include: include.filter(l => !names.includes(l)) } }),
    })),
  { nil: undefined },
);

function joined(op: BinaryOp, lhs: Node, rhs: Node, how: Matching | undefined, bool: boolean): Node {
  const kept = how && sets.has(op) ? { by: how.by, labels: how.labels } : how;
  return make.binary({ op, lhs, rhs, bool: bool && comparisons.has(op), ...(kept && { matching: kept }) });
}

function quantile(phi: number, by: readonly string[], func: string): Node {
  const buckets = make.matrix(
    make.selector({ name: 'shop_checkout_seconds_bucket', matchers: [] }),
    milliseconds(900_000),
  );
  const grouped = { by: true, labels: [...new Set(['le', ...by])] };
  const expr = make.aggregation({ op: 'sum', expr: make.call(func, [buckets]), grouping: grouped });
  return make.call('histogram_quantile', [make.number(phi), expr]);
}

const grouping = fc.option(fc.record({ by: fc.boolean(), labels: fc.uniqueArray(label, { maxLength: 3 }) }), {
  nil: undefined,
});
/** Those that Prometheus 2.42 has, which is the judge. */
const operators = [...aggregations].flatMap(([op, { since }]) => (since === undefined ? [op as AggregationOp] : []));
const aggregator = fc.constantFrom<AggregationOp>(...operators);

function aggregation([by, s, expr, op]: [
  { by: boolean; labels: string[] } | undefined,
  Node,
  Node,
  AggregationOp,
]): Node {
  const wanted = aggregations.get(op)?.param;
  const param = wanted === 'string' ? make.string('step') : op === 'topk' || op === 'bottomk' ? make.number(3) : s;
  return make.aggregation({ op, expr, ...(by && { grouping: by }), ...(wanted && { param }) });
}

interface Typed {
  readonly scalar: Node;
  readonly vector: Node;
  readonly matrix: Node;
}

const { vector, scalar } = fc.letrec<Typed>(tie => {
  const of = (type: keyof Typed) => tie(type) as fc.Arbitrary<Node>;
  const two = fc.tuple(of('vector'), of('vector'));
  return {
    scalar: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: constant },
      fc.tuple(arithmetic, of('scalar'), of('scalar')).map(([op, lhs, rhs]) => make.binary({ op, lhs, rhs })),
      fc
        .tuple(comparison, of('scalar'), of('scalar'))
        .map(([op, lhs, rhs]) => make.binary({ op, lhs, rhs, bool: true })),
      of('vector').map(v => make.call('scalar', [v])),
      of('scalar').map(s => make.unary('-', s)),
    ),
    matrix: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: fc.tuple(selector, window).map(([s, range]) => make.matrix(s, range)) },
      fc
        .tuple(of('vector'), window)
        .map(([expr, range]) => make.subquery({ expr, range, step: milliseconds(120_000) })),
    ),
    vector: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: selector },
      of('vector').map(v => make.unary('-', v)),
      of('scalar').map(s => make.call('vector', [s])),
      {
        weight: 3,
        arbitrary: fc.tuple(fc.constantFrom(...overRange), of('matrix')).map(([f, m]) => make.call(f, [m])),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom(...overInstant), of('vector')).map(([f, v]) => make.call(f, [v])),
      },
      fc
        .tuple(fc.constantFrom('quantile_over_time'), of('scalar'), of('matrix'))
        .map(([f, s, m]) => make.call(f, [s, m])),
      fc.tuple(of('scalar'), of('vector')).map(([s, v]) => make.call('histogram_quantile', [s, v])),
      fc
        .tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.array(label, { maxLength: 2 }),
          fc.constantFrom('rate', 'increase'),
        )
        .map(([phi, by, f]) => quantile(phi, by, f)),
      fc.tuple(of('vector'), of('scalar'), of('scalar')).map(args => make.call('clamp', args)),
      fc
        .tuple(fc.constantFrom('clamp_min', 'clamp_max'), of('vector'), of('scalar'))
        .map(([f, ...args]) => make.call(f, args)),
      fc
        .tuple(
          of('vector'),
          label,
          text,
          fc.oneof(label, fc.constant('__name__')),
          fc.constantFrom('(.*)', '.*', '', '(.+)', '(s|o).*'),
        )
        .map(([v, dst, to, src, regex]) => make.call('label_replace', [v, ...[dst, to, src, regex].map(make.string)])),
      fc
        .tuple(
          of('vector'),
          label,
          fc.constantFrom('', '-'),
          fc.array(fc.oneof(label, fc.constant('__name__')), { maxLength: 2 }),
        )
        .map(([v, dst, by, src]) => make.call('label_join', [v, ...[dst, by, ...src].map(make.string)])),
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.oneof(arithmetic, comparison, set), two, matching, fc.boolean())
          .map(([op, [lhs, rhs], how, bool]) => joined(op, lhs, rhs, how, bool)),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.oneof(arithmetic, comparison), of('vector'), of('scalar'), fc.boolean(), fc.boolean())
          .map(([op, a, b, swap, bool]) =>
            make.binary({ op, ...(swap ? { lhs: b, rhs: a } : { lhs: a, rhs: b }), bool: bool && comparisons.has(op) }),
          ),
      },
      { weight: 4, arbitrary: fc.tuple(grouping, of('scalar'), of('vector'), aggregator).map(aggregation) },
    ),
  };
});

/** A vector or a number over the series of the catalog. */
export const expression: fc.Arbitrary<Node> = fc.oneof({ weight: 9, arbitrary: vector }, scalar);
