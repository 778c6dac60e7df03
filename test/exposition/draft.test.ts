import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftCatalog } from '../../src/exposition/draft.js';
import { observe, seenOn } from '../../src/exposition/observed.js';
import { readPage } from '../../src/exposition/page.js';
import { verify } from '../../src/exposition/verify.js';
import { world } from '../../src/index.js';
import { temporaryFolder } from '../project/folder.js';

const page = `# HELP shop_orders_total Orders, "all" of them; it's a count.
# TYPE shop_orders_total counter
shop_orders_total{status="ok",shop="a-1"} 1
shop_orders_total{status="failed",shop="a-2"} 0
# TYPE shop_checkout_seconds histogram
shop_checkout_seconds_bucket{le="0.5"} 1
shop_checkout_seconds_bucket{le="+Inf"} 1
shop_checkout_seconds_sum 1
shop_checkout_seconds_count 1
# TYPE shop_checkout gauge
shop_checkout 5
# TYPE shop_old_seconds summary
shop_old_seconds{quantile="0.5"} 1
# TYPE empty gauge
`;
const families = await readPage(page.split('\n'));

test('a catalog in TypeScript', () => {
  const { metrics, passed } = observe(seenOn(families));
  expect(
    draftCatalog(metrics, passed, 'page.txt', 'telltale'),
  ).toBe(`// Drawn up by telltale from page.txt: check units, vocabularies and help, then add limits.
import { assumed, closed, counter, gauge, histogram, open } from 'telltale';

export const shopCheckout = gauge('shop_checkout', {
  help: 'What does it measure?',
  unit: 'count',
  source: assumed('read from page.txt'),
});

export const shopCheckoutSeconds = histogram('shop_checkout_seconds', {
  help: 'What does it measure?',
  unit: 'seconds',
  buckets: [0.5],
  source: assumed('read from page.txt'),
});

export const shopOrders = counter('shop_orders_total', {
  help: 'Orders, "all" of them; it\\'s a count.',
  unit: 'count',
  labels: {
    shop: open('why can nobody list its values?', 'a-1', 'a-2'),
    status: closed('failed', 'ok'),
  },
  source: assumed('read from page.txt'),
});

// shop_old_seconds is left out: it is a summary.
`);
});

test('the catalog that is drawn up is one, and the page keeps it', async () => {
  const { metrics, passed } = observe(seenOn(families));
  const library = new URL('../../src/index.ts', import.meta.url).href;
  const path = join(temporaryFolder(), 'catalog.ts');
  writeFileSync(path, draftCatalog(metrics, passed, 'page.txt', library));
  const drawn = world(await import(path));
  expect(drawn.metrics.map(m => m.name)).toEqual(['shop_checkout', 'shop_checkout_seconds', 'shop_orders_total']);
  const known = families.filter(f => f.type !== 'summary');
  expect(verify([{ name: 'page', families: known }], drawn)).toEqual([]);
});

test('several pages are taken together, and names without a type are told by their ending', async () => {
  const more = await readPage(['shop_orders_total{status="cancelled"} 1', 'bytes_total 1', 'temperature 1']);
  const { metrics } = observe([families, more].flatMap(seenOn));
  expect(metrics.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'counter bytes_total',
    'gauge shop_checkout',
    'histogram shop_checkout_seconds',
    'counter shop_orders_total',
    'gauge temperature',
  ]);
  expect(metrics[3]?.labels.status).toEqual(['cancelled', 'failed', 'ok']);
});
