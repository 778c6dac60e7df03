import {
  above,
  closed,
  count,
  counter,
  days,
  gauge,
  histogram,
  open,
  recorded,
  seconds,
  site,
  standard,
  world,
} from '../../src/index.js';

/** A small catalog of a web shop: what tests of the machinery are about. */

const source = standard('the shop');

export const orders = counter('shop_orders_total', {
  help: 'Orders.',
  unit: 'count',
  labels: { status: closed('ok', 'failed'), country: open('countries', 'de', 'fr') },
  limits: { failures: above({ warning: count(0), critical: count(10) }, 'failed orders in 5 minutes') },
  source,
});

export const checkout = histogram('shop_checkout_seconds', {
  help: 'Time of a checkout.',
  unit: 'seconds',
  labels: { step: closed('cart', 'pay') },
  buckets: [0.1, 0.5, 1, 5],
  limits: { slow: above({ warning: seconds(1), critical: seconds(5) }) },
  source,
});

export const heap = gauge('shop_heap_bytes', { help: 'Heap.', unit: 'bytes', range: [0, Infinity], source });

export const hitRatio = gauge('shop_cache_hit_ratio', {
  help: 'Share of reads that the cache answers.',
  unit: 'ratio',
  range: [0, 1],
  labels: { cache: closed('page', 'image') },
  source,
});

export const busy = counter('shop_busy_seconds_total', { help: 'CPU time.', unit: 'seconds', source });

export const up = gauge('up', { help: 'Scrape worked.', unit: 'flag', range: [0, 1], source });

export const orderRate = recorded('job:shop_orders:rate5m', {
  help: 'Orders per second.',
  unit: 'count/second',
  range: [0, Infinity],
  labels: { job: up.labels.job },
  source,
});

export const metrics = { orders, checkout, heap, hitRatio, busy, up, orderRate };
export const shop = world(metrics);

export const shopSite = site({
  jobs: { shop: ['shop:80'] },
  pushgateways: [],
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  retention: days(30),
  externalLabels: {},
  alertmanagers: [],
  datasources: {
    prometheus: { name: 'Prometheus', uid: 'prometheus', url: 'http://prometheus:9090' },
    loki: { name: 'Loki', uid: 'loki', url: 'http://loki:3100' },
  },
  runbooks: 'https://runbooks.example.com',
  grafana: 'https://grafana.example.com',
  uidPrefix: 'shop',
  folder: 'Shop',
  paths: { dashboards: '/dashboards' },
  baselines: {},
});
