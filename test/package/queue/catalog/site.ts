import { days, seconds, site } from '../../../../src/index.js';

export default site({
  jobs: { worker: ['worker:9100'] },
  pushgateways: [],
  scrapeInterval: seconds(30),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  retention: days(15),
  externalLabels: { environment: 'test' },
  alertmanagers: [],
  datasources: {
    prometheus: { name: 'Prometheus', uid: 'prom', url: 'http://prometheus:9090' },
    loki: { name: 'Loki', uid: 'loki', url: 'http://loki:3100' },
  },
  runbooks: 'https://example.com/runbooks',
  grafana: 'https://example.com/grafana',
  uidPrefix: 'queue',
  folder: 'Queue',
  paths: { dashboards: '/etc/grafana/dashboards/queue' },
  baselines: {},
});
