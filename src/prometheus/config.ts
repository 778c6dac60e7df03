import type { Site } from '../catalog/site.js';
import { formatDuration } from '../core/durations.js';
import { compare } from '../core/findings.js';
import { toYaml } from '../core/yaml.js';
import { header } from './render.js';

/**
 * Prometheus' own configuration, as path and text. The rule files are named relative to it, so that the folder can be
 * copied as it is.
 */
export function renderPrometheusConfig(site: Site): [string, string] {
  return ['prometheus/prometheus.yml', toYaml(configDocument(site), header('the site parameters'))];
}

function configDocument(site: Site) {
  const { alertmanagers, pushgateways } = site;
  return {
    global: {
      scrape_interval: formatDuration(site.scrapeInterval),
      scrape_timeout: formatDuration(site.scrapeTimeout),
      evaluation_interval: formatDuration(site.evaluationInterval),
      external_labels: byName(site.externalLabels),
    },
    ...(alertmanagers.length > 0 && {
      alerting: { alertmanagers: [{ static_configs: [{ targets: [...alertmanagers] }] }] },
    }),
    rule_files: ['rules/*.yaml'],
    scrape_configs: [
      ...Object.entries(byName(site.jobs)).map(([job, targets]) => ({
        job_name: job,
        static_configs: [{ targets: [...targets] }],
      })),
      // What is pushed carries the job that pushed it, and no instance.
      ...(pushgateways.length > 0
        ? [{ job_name: 'pushgateway', honor_labels: true, static_configs: [{ targets: [...pushgateways] }] }]
        : []),
    ],
  };
}

function byName<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => compare(a, b)));
}
