import {
  absolutePath,
  annotationName,
  hostPort,
  labelName,
  metricName,
  prometheusDuration,
} from '../../src/schema/patterns.js';
import { closed, type JsonSchema, when } from './json-schema.js';

const text: JsonSchema = { type: 'string' };
const filled: JsonSchema = { type: 'string', minLength: 1 };
const flag: JsonSchema = { type: 'boolean' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const duration: JsonSchema = { type: 'string', pattern: prometheusDuration };
const list = (items: JsonSchema, minItems = 0): JsonSchema => ({ type: 'array', items, minItems });
const named = (pattern: string): JsonSchema => ({
  type: 'object',
  propertyNames: { pattern },
  additionalProperties: text,
});
const labels = named(labelName);
const annotations = named(annotationName);

const alertingRule = closed(
  { alert: filled, expr: filled, for: duration, keep_firing_for: duration, labels, annotations },
  ['alert', 'expr'],
);
const recordingRule = closed({ record: { type: 'string', pattern: metricName }, expr: filled, labels }, [
  'record',
  'expr',
]);

/** A file of rule groups, as Prometheus 2.42 reads it; what came later (`query_offset`, group labels) is left out. */
export const rules: JsonSchema = closed(
  {
    groups: list(
      closed(
        {
          name: filled,
          interval: duration,
          limit: count,
          rules: list(
            when({ type: 'object', required: ['alert'], properties: { alert: {} } }, alertingRule, recordingRule),
            1,
          ),
        },
        ['name', 'rules'],
      ),
    ),
  },
  ['groups'],
);

/** exp_alerts gives labels one by one, exp_samples the whole series as text. */
const expectedAlert = closed({ exp_labels: labels, exp_annotations: annotations });
const expectedSample = closed({ labels: text, value: { type: 'number' } }, ['labels', 'value']);

/** A file for `promtool test rules` 2.42. `interval` is asked for in every test: without it promtool finds nothing and says nothing. */
export const ruleTest: JsonSchema = closed(
  {
    rule_files: list(filled, 1),
    evaluation_interval: duration,
    group_eval_order: list(filled),
    tests: list(
      closed(
        {
          name: filled,
          interval: duration,
          input_series: list(closed({ series: filled, values: filled }, ['series', 'values'])),
          alert_rule_test: list(
            closed({ eval_time: duration, alertname: filled, exp_alerts: list(expectedAlert) }, [
              'eval_time',
              'alertname',
            ]),
          ),
          promql_expr_test: list(
            closed({ expr: filled, eval_time: duration, exp_samples: list(expectedSample) }, ['expr', 'eval_time']),
          ),
          external_labels: labels,
          external_url: filled,
        },
        ['interval', 'input_series'],
      ),
      1,
    ),
  },
  ['rule_files', 'tests'],
);

const staticConfigs = list(closed({ targets: list({ type: 'string', pattern: hostPort }, 1), labels }, ['targets']), 1);
const relabelConfigs = list(
  closed({
    source_labels: list(filled),
    separator: text,
    target_label: filled,
    regex: text,
    modulus: count,
    replacement: text,
    action: {
      type: 'string',
      enum: [
        'replace',
        'lowercase',
        'uppercase',
        'keep',
        'drop',
        'keepequal',
        'dropequal',
        'hashmod',
        'labelmap',
        'labeldrop',
        'labelkeep',
      ],
    },
  }),
);
const scheme: JsonSchema = { type: 'string', enum: ['http', 'https'] };
const tls = closed({
  ca_file: filled,
  cert_file: filled,
  key_file: filled,
  server_name: filled,
  insecure_skip_verify: flag,
});
const http = {
  scheme,
  tls_config: tls,
  basic_auth: closed({ username: filled, password: filled, password_file: filled }, ['username']),
  authorization: closed({ type: filled, credentials: filled, credentials_file: filled }),
  follow_redirects: flag,
};

const scrapeConfig = closed(
  {
    job_name: filled,
    scrape_interval: duration,
    scrape_timeout: duration,
    metrics_path: { type: 'string', pattern: absolutePath },
    params: { type: 'object', additionalProperties: list(text) },
    honor_labels: flag,
    honor_timestamps: flag,
    sample_limit: count,
    label_limit: count,
    static_configs: staticConfigs,
    file_sd_configs: list(closed({ files: list(filled, 1), refresh_interval: duration }, ['files'])),
    relabel_configs: relabelConfigs,
    metric_relabel_configs: relabelConfigs,
    ...http,
  },
  ['job_name'],
);

const alertmanager = closed(
  {
    path_prefix: { type: 'string', pattern: absolutePath },
    timeout: duration,
    api_version: { type: 'string', enum: ['v2'] },
    static_configs: staticConfigs,
    ...http,
  },
  ['static_configs'],
);

/** The part of prometheus.yml that we write. A key of Prometheus' that is not here is refused: nothing of ours needs it. */
export const prometheus: JsonSchema = closed(
  {
    global: closed({
      scrape_interval: duration,
      scrape_timeout: duration,
      evaluation_interval: duration,
      external_labels: labels,
      query_log_file: filled,
    }),
    rule_files: list(filled),
    scrape_configs: list(scrapeConfig),
    alerting: closed({ alertmanagers: list(alertmanager, 1), alert_relabel_configs: relabelConfigs }),
  },
  ['scrape_configs'],
);
