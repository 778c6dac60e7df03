import {
  days,
  email,
  hours,
  megabytes,
  minutes,
  notifications,
  pagerDuty,
  seconds,
  site,
  slack,
  webhook,
} from '../src/index.js';

/** Files on Alertmanager's machine that hold what must not be in a repository. */
const secret = (name: string) => `/etc/alertmanager/secrets/${name}`;
const apiUrlFile = secret('slack-api-url');

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
  notifications: notifications({
    receivers: {
      page: [
        pagerDuty({ routingKeyFile: secret('pagerduty-routing-key') }),
        slack({ channel: '#coordinator-incidents', apiUrlFile }),
      ],
      team: [slack({ channel: '#coordinator-alerts', apiUrlFile })],
      digest: [email('coordinator-team@example.com')],
      heartbeat: [
        webhook({
          url: 'https://deadman.example.com/coordinator',
          credentialsFile: secret('deadman-token'),
        }),
      ],
      unrouted: [slack({ channel: '#coordinator-alerts', apiUrlFile })],
    },
    paces: {
      // 15 minutes to an answer. All series of a rule fire in one evaluation, so 10 seconds gather an incident; what is
      // not delivered is tried again within a minute; and who slept through it is called again before time is up.
      P0: { groupWait: seconds(10), groupInterval: minutes(1), repeatInterval: minutes(10) },
      // An hour to an answer: told within minutes, again each hour.
      P1: { groupWait: minutes(1), groupInterval: minutes(5), repeatInterval: hours(1) },
      // 4 hours to an answer: told within minutes, again each 4 hours.
      P2: { groupWait: minutes(1), groupInterval: minutes(5), repeatInterval: hours(4) },
      // The next business day: a digest, at most one in 4 hours, so two or three a day; less than a day between two
      // repeats, so that each day has one. The interval is shorter than the business hours, so that none is missed.
      P3: { groupWait: minutes(10), groupInterval: hours(4), repeatInterval: hours(20) },
      // Whoever waits for it may raise the alarm after five minutes of silence.
      heartbeat: { groupWait: seconds(0), groupInterval: seconds(30), repeatInterval: minutes(1) },
    },
    businessHours: {
      weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      from: '09:00',
      to: '17:00',
      location: 'UTC',
    },
    smtp: {
      smarthost: 'smtp.example.com:587',
      from: 'alertmanager@example.com',
      username: 'alertmanager',
      passwordFile: secret('smtp-password'),
    },
  }),
  datasources: {
    prometheus: { name: 'Prometheus', uid: 'prometheus', url: 'http://prometheus:9090' },
    loki: { name: 'Loki', uid: 'loki', url: 'http://loki:3100' },
  },
  runbooks: 'https://runbooks.example.com/coordinator',
  grafana: 'https://grafana.example.com',
  uidPrefix: 'coordinator',
  folder: 'Coordinator',
  paths: { dashboards: '/etc/grafana/dashboards/coordinator' },
  // Source: guide, Log Retention; rulings R29.
  logs: {
    files: ['/home/victor/.victor/metrics/victor.jsonl', '/home/victor/.victor/logs/usage.jsonl'],
    owner: { user: 'victor', group: 'victor' },
    keep: days(30),
    largest: megabytes(8), // above 10 MB the application rotates usage.jsonl itself, and keeps five
  },
  baselines: { chatLatency: seconds(2.5), toolLatency: seconds(0.8), memory: megabytes(250) },
});
