import { describe, expect, test } from 'vitest';
import type { Aggregation, Node } from '../../src/promql/ast.js';
import * as make from '../../src/promql/nodes.js';
import { check, valueType } from '../../src/promql/types.js';
import { children, transform } from '../../src/promql/walk.js';

const a = make.selector({ name: 'a', matchers: [] });
const one = make.number(1);
const range = make.matrix(a, { kind: 'duration', ms: 60_000 });
const window = { kind: 'duration', ms: 60_000 } as const;

describe('a built tree is held to the rules of a parsed one', () => {
  test.each<[string, Node, string]>([
    ['function', make.call('rat', []), 'unknown function "rat"'],
    ['version', make.call('info', [a]), 'the function "info" needs Prometheus 3.0; rules must load on 2.42'],
    [
      'argument',
      make.call('rate', [a]),
      'rate wants a range vector here, not an instant vector; add a range such as [5m]',
    ],
    ['parameter', make.aggregation({ op: 'topk', expr: a }), 'topk takes a scalar and an instant vector'],
    ['no parameter', make.aggregation({ op: 'sum', param: one, expr: a }), 'sum takes one argument, an instant vector'],
    [
      'aggregated range',
      make.aggregation({ op: 'sum', expr: range }),
      'sum aggregates an instant vector, not a range vector; a range goes into a function such as rate()',
    ],
    ['subquery', make.subquery({ expr: one, range: window }), 'a subquery needs an instant vector, not a scalar'],
    [
      'matching',
      make.binary({ op: '+', lhs: a, rhs: one, matching: { by: 'on', labels: [] } }),
      '"on" matches two instant vectors; one side here is a scalar',
    ],
    ['comparison', make.binary({ op: '<', lhs: one, rhs: one }), 'two scalars are compared with "< bool"'],
    [
      'selector',
      make.selector({ matchers: [{ label: 'x', op: '=~', value: '.*' }] }),
      'the selector would select every series; give a metric name or a matcher that does not match an empty value',
    ],
  ])('%s', (_, node, message) => {
    expect(check(node)?.message).toBe(message);
  });

  test('the fault is at the innermost wrong node', () => {
    const wrong = make.binary({ op: 'and', lhs: a, rhs: one });
    expect(check(make.aggregation({ op: 'sum', expr: wrong }))?.node).toBe(wrong);
  });
});

test.each<[Node, string]>([
  [one, 'scalar'],
  [make.number(-1), 'scalar'],
  [make.string('x'), 'string'],
  [a, 'vector'],
  [range, 'matrix'],
  [make.call('time', []), 'scalar'],
  [make.call('vector', [one]), 'vector'],
  [make.unary('-', make.call('scalar', [a])), 'scalar'],
  [make.binary({ op: '+', lhs: one, rhs: one }), 'scalar'],
  [make.binary({ op: '+', lhs: one, rhs: a }), 'vector'],
  [make.subquery({ expr: a, range: window }), 'matrix'],
])('the value type of %j is %s', (node, type) => {
  expect(valueType(node)).toBe(type);
});

describe('transform', () => {
  const topk: Aggregation = make.aggregation({
    op: 'topk',
    param: one,
    expr: make.binary({ op: '+', lhs: a, rhs: a }),
  });

  test('rebuilds what changed and keeps the rest', () => {
    const b = make.selector({ name: 'b', matchers: [] });
    const changed = transform(topk, node => (node.kind === 'selector' ? b : node)) as Aggregation;
    expect(children(changed.expr)).toEqual([b, b]);
    expect(changed.param).toBe(one);
    expect(Object.isFrozen(changed)).toBe(true);
  });

  test('leaves what is spared as it is, and changes the same node elsewhere', () => {
    const absent = make.call('absent', [a]);
    const b = make.selector({ name: 'b', matchers: [] });
    const changed = transform(
      make.binary({ op: '+', lhs: absent, rhs: a }),
      node => (node.kind === 'selector' ? b : node),
      node => node === absent,
    );
    expect(children(changed)).toEqual([absent, b]);
  });

  test('reaches the selector of a range', () => {
    const offset = transform(make.call('rate', [range]), node =>
      node.kind === 'selector' ? make.selector({ ...node, offset: window }) : node,
    );
    expect(offset).toEqual(
      make.call('rate', [make.matrix(make.selector({ name: 'a', matchers: [], offset: window }), window)]),
    );
  });
});
