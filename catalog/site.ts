import { days, megabytes, seconds, site } from '../src/index.js';

/** One installation: what another one would change. */
export default site({
  jobs: { victor: ['victor:9090'] },
  pushgateways: ['pushgateway:9091'],
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  retention: days(30),
  externalLabels: { cluster: 'main', environment: 'production' },
  alertmanagers: ['alertmanager:9093'],
  datasources: {
    prometheus: { name: 'Prometheus', uid: 'prometheus', url: 'http://prometheus:9090' },
    loki: { name: 'Loki', uid: 'loki', url: 'http://loki:3100' },
  },
  runbooks: 'https://runbooks.example.com/coordinator',
  grafana: 'https://grafana.example.com',
  uidPrefix: 'coordinator',
  folder: 'Coordinator',
  paths: { dashboards: '/etc/grafana/dashboards/coordinator' },
  baselines: { chatLatency: seconds(2.5), toolLatency: seconds(0.8), memory: megabytes(250) },
});
