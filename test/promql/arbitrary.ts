import * as fc from 'fast-check';
import { milliseconds } from '../../src/core/durations.js';
import type { BinaryOp, Matcher, MatchOp, Modifiers, Node, Window } from '../../src/promql/ast.js';
import { aggregations, arity, type FunctionSpec, functions } from '../../src/promql/functions.js';
import * as make from '../../src/promql/nodes.js';

/** The aggregations of 2.42. */
const operators = [...aggregations.values()].filter(({ since }) => since === undefined).map(({ op }) => op);

/** Trees that Prometheus accepts, over a few names, with every kind of node. */

const labels = ['job', 'instance', 'le', 'on', 'by', 'NaN', 'offset'];
const label = fc.constantFrom(...labels.filter(l => l !== 'NaN'));
const metric = fc.constantFrom(
  'up',
  'errors_total',
  'job:errors:rate5m',
  'sum',
  'offset',
  'by',
  'start',
  'and',
  'rate',
);

/** Any text that UTF-8 can write, bytes that are no characters included. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 4 }) },
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.constantFrom('"', '\\', "'", '`', '\n', '\t', '\x00', '\x7f', '\u0085', '\u2028', '\ufffd', '☺', '\u{1f600}'),
      fc.constantFrom('\udcff', '\udc80\udc80', 'a\udcc3b'),
    ),
    { maxLength: 4 },
  )
  .map(parts => parts.join(''));

const regex = fc.constantFrom('', '.*', '.+', 'a|b', '5..', '[^a-z]+', '(?i)get', '\\d{3}', 'a\\.b', '(x|y)?');
const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ label: fc.constantFrom(...labels), op: fc.constantFrom<MatchOp>('=', '!='), value: text }),
  fc.record({ label: fc.constantFrom(...labels), op: fc.constantFrom<MatchOp>('=~', '!~'), value: regex }),
);

const duration: fc.Arbitrary<Window> = fc
  .oneof(
    fc.constantFrom(1, 1000, 30_000, 300_000, 3_600_000, 5_400_000, 86_400_000, 604_800_000, 31_536_000_000),
    fc.integer({ min: 1, max: 9_223_372_036_854 }),
  )
  .map(milliseconds);

const modifiers: fc.Arbitrary<Modifiers> = fc.record(
  {
    offset: fc
      .tuple(duration, fc.boolean())
      .map(([d, back]) => (back && d.kind === 'duration' ? milliseconds(-d.ms) : d)),
    at: fc.oneof(
      fc.constantFrom('start' as const, 'end' as const),
      fc.integer({ min: -2_000_000_000_000, max: 2_000_000_000_000 }).map(ms => ({ seconds: ms / 1000 })),
    ),
  },
  { requiredKeys: [] },
);

const selector = fc.oneof(
  fc
    .tuple(metric, fc.array(matcher, { maxLength: 3 }), modifiers)
    .map(([name, matchers, rest]) => make.selector({ name, matchers, ...rest })),
  fc
    .tuple(fc.array(matcher, { maxLength: 2 }), modifiers)
    .map(([matchers, rest]) =>
      make.selector({ matchers: [...matchers, { label: '__name__', op: '=~', value: 'up.+' }], ...rest }),
    ),
);

const number = fc
  .oneof(fc.double({ noDefaultInfinity: false }), fc.integer(), fc.constantFrom(0, 0.1, 1e21, 5e-324, -0, 0.95))
  .map(make.number);

const arithmetic = fc.constantFrom<BinaryOp>('+', '-', '*', '/', '%', '^', 'atan2');
const comparison = fc.constantFrom<BinaryOp>('==', '!=', '>', '<', '>=', '<=');
const set = fc.constantFrom<BinaryOp>('and', 'or', 'unless');

const specs = [...functions.values()].filter(f => f.since === undefined);
const returning = (type: string) => fc.constantFrom(...specs.filter(f => f.returns === type));

type Matching = NonNullable<Parameters<typeof make.binary>[0]['matching']>;

const matchingOf: fc.Arbitrary<Matching | undefined> = fc.option(
  fc
    .record({
      by: fc.constantFrom('on' as const, 'ignoring' as const),
      labels: fc.array(label, { maxLength: 2 }),
      side: fc.constantFrom('left' as const, 'right' as const, undefined),
      include: fc.array(label, { maxLength: 2 }),
    })
    .map(({ by, labels, side, include }) => ({
      by,
      labels,
      ...(side && { group: { side, include: include.filter(l => !labels.includes(l)) } }),
    })),
  { nil: undefined },
);

interface Typed {
  readonly scalar: Node;
  readonly vector: Node;
  readonly matrix: Node;
  readonly string: Node;
}

const { scalar, vector, matrix } = fc.letrec<Typed>(tie => {
  const argument = (type: keyof Typed) => tie(type) as fc.Arbitrary<Node>;
  const call = (spec: FunctionSpec) => {
    const { min, max } = arity(spec);
    const most = Math.min(max, spec.args.length + 2);
    return fc
      .integer({ min, max: most })
      .chain(count =>
        fc
          .tuple(
            ...Array.from({ length: count }, (_, i) =>
              argument(spec.args[Math.min(i, spec.args.length - 1)] ?? 'string'),
            ),
          )
          .map(args => make.call(spec.name, args)),
      );
  };
  const signed = (type: 'scalar' | 'vector') =>
    fc.tuple(fc.constantFrom('-' as const, '+' as const), argument(type)).map(([op, expr]) => make.unary(op, expr));
  return {
    string: text.map(make.string),
    scalar: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      number,
      signed('scalar'),
      fc
        .tuple(arithmetic, argument('scalar'), argument('scalar'))
        .map(([op, lhs, rhs]) => make.binary({ op, lhs, rhs })),
      fc
        .tuple(comparison, argument('scalar'), argument('scalar'))
        .map(([op, lhs, rhs]) => make.binary({ op, lhs, rhs, bool: true })),
      returning('scalar').chain(call),
    ),
    matrix: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(selector, duration).map(([of, range]) => make.matrix(of, range)),
      fc
        .tuple(argument('vector'), duration, fc.option(duration, { nil: undefined }), modifiers)
        .map(([expr, range, step, rest]) => make.subquery({ expr, range, ...(step && { step }), ...rest })),
    ),
    vector: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      selector,
      signed('vector'),
      fc
        .tuple(fc.oneof(arithmetic, comparison, set), argument('vector'), argument('vector'), matchingOf, fc.boolean())
        .map(([op, lhs, rhs, matching, bool]) => joined(op, lhs, rhs, matching, bool)),
      fc
        .tuple(fc.oneof(arithmetic, comparison), argument('vector'), argument('scalar'), fc.boolean())
        .map(([op, a, b, swap]) => make.binary(swap ? { op, lhs: b, rhs: a } : { op, lhs: a, rhs: b })),
      returning('vector').chain(call),
      aggregation(argument),
    ),
  };
});

function joined(op: BinaryOp, lhs: Node, rhs: Node, matching: Matching | undefined, bool: boolean): Node {
  const isSet = ['and', 'or', 'unless'].includes(op);
  const isComparison = ['==', '!=', '>', '<', '>=', '<='].includes(op);
  const kept = matching && isSet ? { by: matching.by, labels: matching.labels } : matching;
  return make.binary({ op, lhs, rhs, bool: bool && isComparison, ...(kept && { matching: kept }) });
}

function aggregation(argument: (type: keyof Typed) => fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  const grouping = fc.option(fc.record({ by: fc.boolean(), labels: fc.array(label, { maxLength: 3 }) }), {
    nil: undefined,
  });
  return fc.constantFrom(...operators).chain(op => {
    const wanted = aggregations.get(op)?.param;
    return fc
      .tuple(grouping, wanted ? argument(wanted) : fc.constant(undefined), argument('vector'))
      .map(([by, param, expr]) => make.aggregation({ op, expr, ...(by && { grouping: by }), ...(param && { param }) }));
  });
}

/** A well-typed tree. */
export const tree: fc.Arbitrary<Node> = fc.oneof(vector, vector, vector, scalar, matrix, text.map(make.string));
