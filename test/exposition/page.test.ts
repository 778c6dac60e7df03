import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpositionFault } from '../../src/exposition/model.js';
import { readPage } from '../../src/exposition/page.js';

const read = (text: string) => readPage(text.split('\n'));

/** Why a page is refused, as `line: message`. */
async function fault(text: string): Promise<string> {
  const error = await read(text).catch(e => e);
  if (!(error instanceof ExpositionFault)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  return `${error.line}: ${error.message}`;
}

test('a page in the text format', async () => {
  const text = String.raw`
# HELP shop_orders_total Orders,\nby \\ status.
# TYPE shop_orders_total counter
shop_orders_total{status="ok",by="a \"b\"\n\\"} 5
shop_orders_total{ status = "failed" , } +Inf 1700000000000
# a comment
# TYPE shop_seconds histogram
shop_seconds_bucket{le="1.0"} 1
shop_seconds_bucket{le="+Inf"} 2
shop_seconds_sum 1.5e-3
shop_seconds_count 2
bare NaN
`;
  const [orders, seconds, bare, ...others] = await read(text);
  expect(others).toEqual([]);
  expect(orders).toMatchObject({ name: 'shop_orders_total', type: 'counter', help: 'Orders,\nby \\ status.', line: 2 });
  expect(orders?.samples.map(({ labels, value }) => [labels, value])).toEqual([
    [{ status: 'ok', by: 'a "b"\n\\' }, 5],
    [{ status: 'failed' }, Infinity],
  ]);
  expect(seconds?.samples.map(s => s.name)).toEqual([
    'shop_seconds_bucket',
    'shop_seconds_bucket',
    'shop_seconds_sum',
    'shop_seconds_count',
  ]);
  expect(bare).toMatchObject({ name: 'bare', type: 'untyped', samples: [{ value: Number.NaN }] });
});

test('a page in OpenMetrics', async () => {
  const families = await read(`# TYPE shop_orders counter
# UNIT shop_orders orders
shop_orders_total{a="b"} 5 1700000000.5 # {trace_id="x"} 1 1700000000
shop_orders_created{a="b"} 1700000000
# EOF
what follows is not read`);
  expect(families).toMatchObject([
    { name: 'shop_orders', type: 'counter', unit: 'orders', samples: [{ name: 'shop_orders_total', value: 5 }, {}] },
  ]);
});

describe('a page that Prometheus would refuse', () => {
  test.each<[string, string]>([
    ['<html>', '1: there is no metric name in "<html>"'],
    ['a{b="c} 1', '1: a label value has no end in "a{b=\\"c} 1"'],
    ['a{b=c} 1', '1: the value of label b is not in quotes in "a{b=c} 1"'],
    ['a{b} 1', '1: label b has no value in "a{b} 1"'],
    ['a{b="c" d="e"} 1', '1: the labels have no end in "a{b=\\"c\\" d=\\"e\\"} 1"'],
    ['a{b="c",b="d"} 1', '1: label b is there twice in "a{b=\\"c\\",b=\\"d\\"} 1"'],
    ['a', '1: there is no value in "a"'],
    ['a one', '1: there is no value in "a one"'],
    ['a 1 noon', '1: there is no timestamp after the value in "a 1 noon"'],
    ['a 1 2 3', '1: something follows the sample in "a 1 2 3"'],
    ['a 1\na 2', '2: the series a is there twice'],
    ['a{x="1",y="2"} 1\n\na{y="2",x="1"} 2', '3: the series a{x="1",y="2"} is there twice'],
    ['# TYPE a countr', '1: "countr" is no metric type'],
    ['a 1\n# TYPE a counter', '2: the type of a comes after its samples'],
  ])('%j', async (text, expected) => {
    expect(await fault(text)).toBe(expected);
  });
});

test('a page of nothing but blank lines has an end', async () => {
  function* blank() {
    for (;;) yield '';
  }
  await expect(readPage(blank())).rejects.toThrow('there are more than 4000000 lines');
});

test('whatever is in a label value comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 20 }), async value => {
      const written = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
      fc.pre(!/[\r\u2028\u2029]/.test(value));
      const families = await read(`a{b="${written}"} 1`);
      expect(families[0]?.samples[0]?.labels).toEqual({ b: value });
    }),
  );
});
