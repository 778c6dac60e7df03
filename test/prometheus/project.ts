import {
  closed,
  counter,
  gauge,
  histogram,
  minutes,
  open,
  recorded,
  resolves,
  ruling,
  seconds,
  site,
  world,
} from '../../src/index.js';
import type { AlertingRule } from '../../src/prometheus/model.js';

const source = ruling('R1');
const kind = closed('a', 'b');

/** A catalog with one metric of each sort. */
export const catalog = {
  events: counter('events_total', { help: 'Events.', unit: 'count', labels: { kind }, source }),
  size: gauge('size_bytes', { help: 'Size.', unit: 'bytes', range: [0, Infinity], labels: { kind }, source }),
  temperature: gauge('temperature', { help: 'Any number.', unit: 'ratio', labels: { kind }, source }),
  enabled: gauge('enabled', {
    help: 'A flag.',
    unit: 'flag',
    range: [0, 1],
    labels: { version: open('releases', '1.0') },
    source,
  }),
  share: gauge('share', { help: 'A share.', unit: 'ratio', range: [0, 1], labels: { kind }, source }),
  started: gauge('start_time_seconds', { help: 'Start.', unit: 'timestamp', range: [0, Infinity], source }),
  latency: histogram('latency_seconds', {
    help: 'Latency.',
    unit: 'seconds',
    labels: { kind },
    buckets: [0.5, 1, 2, 5],
    source,
  }),
  meanLatency: recorded('job:latency_seconds:mean5m', {
    help: 'Mean.',
    unit: 'seconds',
    labels: { job: open('jobs', 'app') },
    source,
  }),
  lastSize: recorded('job:size_bytes:last', {
    help: 'Last size.',
    unit: 'bytes',
    labels: { job: open('jobs', 'app') },
    source,
  }),
};

export const testWorld = world(catalog);

export const testSite = site({
  jobs: { app: ['app:80'] },
  pushgateways: ['pushgateway:9091'],
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  retention: minutes(60 * 24 * 30),
  externalLabels: { cluster: 'main' },
  alertmanagers: ['alertmanager:9093'],
  datasources: {
    prometheus: { name: 'Prometheus', uid: 'prometheus', url: 'http://prometheus:9090' },
    loki: { name: 'Loki', uid: 'loki', url: 'http://loki:3100' },
  },
  runbooks: 'https://runbooks.example.com',
  grafana: 'https://grafana.example.com',
  uidPrefix: 'test',
  folder: 'Test',
  paths: { dashboards: '/etc/grafana/dashboards' },
  baselines: {},
});

/** What an alert needs to be one. */
export const common = {
  severity: 'warning',
  for: minutes(2),
  summary: 'Something is wrong',
  description: 'It is {{ $value | humanize }} on {{ $labels.job }}.',
  runbook: 'page',
  dashboard: 'overview',
  whenMissing: resolves('nothing is there to be wrong') as AlertingRule['whenMissing'],
  source,
} as const;
