import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/exposition/page.js';
import { verify } from '../../src/exposition/verify.js';
import { assumed, closed, counter, gauge, histogram, pushedGauge, recorded, standard, world } from '../../src/index.js';

const source = standard('a test');
const orders = counter('shop_orders_total', {
  help: 'Orders.',
  unit: 'count',
  labels: { status: closed('ok', 'failed') },
  source,
});
const checkout = histogram('shop_checkout_seconds', { help: 'Checkout.', unit: 'seconds', buckets: [0.5, 1], source });
const heap = gauge('shop_heap_bytes', { help: 'Heap.', unit: 'bytes', source: assumed('nobody has looked yet') });
const others = {
  up: gauge('up', { help: 'Up.', unit: 'flag', source }),
  coverage: pushedGauge('shop_coverage_ratio', { help: 'Coverage.', unit: 'ratio', source }),
  rate: recorded('job:shop:rate', { help: 'Rate.', unit: 'count', labels: {}, source }),
};
const shop = world({ orders, checkout, heap, ...others });

const good = `# TYPE shop_orders_total counter
shop_orders_total{status="ok"} 1
shop_orders_total{status="failed"} 0
# TYPE shop_checkout_seconds histogram
shop_checkout_seconds_bucket{le="0.5"} 1
shop_checkout_seconds_bucket{le="1.0"} 1
shop_checkout_seconds_bucket{le="+Inf"} 1
shop_checkout_seconds_sum 1
shop_checkout_seconds_count 1
# TYPE shop_heap_bytes gauge
shop_heap_bytes 5
`;

/** What is found in a page, as `severity id line: message`. */
async function found(text: string): Promise<string[]> {
  return verify([{ name: 'page', families: await readPage(text.split('\n')) }], shop).map(
    ({ severity, id, place, message }) => `${severity} ${id} ${place.line ?? '-'}: ${message}`,
  );
}

test('a page that keeps the contract; what is recorded, pushed or made by Prometheus is not looked for', async () => {
  expect(await found(good)).toEqual([]);
  expect(await found(good.replace('# TYPE shop_orders_total', '# TYPE shop_orders'))).toEqual([]);
});

describe('a page that breaks it', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a metric is missing',
      'shop_heap_bytes 5\n',
      '',
      ['warning page/missing-metric -: the page has no shop_heap_bytes, which the catalog promises'],
    ],
    [
      'a metric is unknown',
      'shop_heap_bytes 5',
      'shop_heap_bytes 5\nother 1',
      ['info page/unknown-metric 12: the catalog does not know this metric'],
    ],
    [
      'another type',
      'shop_heap_bytes gauge',
      'shop_heap_bytes counter',
      ['error page/type 10: the page declares a counter, the catalog a gauge'],
    ],
    [
      'a label is missing',
      '{status="ok"}',
      '',
      ['error page/missing-label 2: there are series without the label "status"'],
    ],
    [
      'a label is unknown',
      '{status="ok"}',
      '{status="ok",shop="a"}',
      [`error page/unknown-label 2: the catalog's shop_orders_total has no label "shop"`],
    ],
    [
      'a value is unknown',
      '"failed"',
      '"fail"',
      ['error page/unknown-value 3: "fail" is no value of the label "status"'],
    ],
    [
      'a bucket is missing',
      'shop_checkout_seconds_bucket{le="0.5"} 1\n',
      '',
      ['error page/buckets 4: the buckets 0.5 are missing'],
    ],
    [
      'a bucket is another',
      'le="1.0"',
      'le="2.5"',
      ["error page/buckets 4: the buckets 1.0 are missing; the buckets 2.5 are not the catalog's"],
    ],
  ])('%s', async (_, text, by, expected) => {
    expect(good).toContain(text);
    expect(await found(good.replace(text, by))).toEqual(expected);
  });

  test('what is wrong with many series is said once', async () => {
    const text = good.replaceAll(/\{status="\w+"\}/g, match => match.replace('status', 'state'));
    expect(await found(text)).toEqual([
      'error page/missing-label 2: there are series without the label "status"',
      `error page/unknown-label 2: the catalog's shop_orders_total has no label "state"`,
    ]);
  });
});

test('what one of several processes exports is not missed in the others', async () => {
  const [one = '', other = ''] = good.split(/(?=# TYPE shop_heap)/);
  const pages = await Promise.all(
    [one, other].map(async (text, i) => ({ name: `page ${i}`, families: await readPage(text.split('\n')) })),
  );
  expect(verify(pages, shop)).toEqual([]);
  expect(verify(pages.slice(0, 1), shop)).toHaveLength(1);
});
