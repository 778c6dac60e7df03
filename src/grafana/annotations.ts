import { closed, open } from '../catalog/labels.js';
import { gauge } from '../catalog/metrics.js';
import { oneOf, select } from '../catalog/select.js';
import { TelltaleError } from '../core/errors.js';
import { standard } from '../core/sources.js';
import type { Node } from '../promql/ast.js';
import type { Annotation, Color } from './model.js';

/**
 * The series that Prometheus writes for every pending and firing alert, always 1. It carries the labels of its alert, so
 * job and instance can be missing.
 */
export const alertSeries = gauge('ALERTS', {
  help: 'Pending and firing alerts: always 1.',
  unit: 'flag',
  range: [0, 1],
  labels: {
    alertname: open('alerts are content', 'CoordinatorDown'),
    alertstate: closed('pending', 'firing'),
    severity: closed('critical', 'warning', 'info'),
  },
  source: standard('Prometheus'),
});

/** Since when the condition of each of them holds. Written beside `alertSeries`, without the state. */
export const alertSinceSeries = gauge('ALERTS_FOR_STATE', {
  help: 'When the condition of a pending or firing alert began to hold.',
  unit: 'timestamp',
  range: [0, Infinity],
  labels: { alertname: alertSeries.labels.alertname, severity: alertSeries.labels.severity },
  source: standard('Prometheus'),
});

/** Alerts that need somebody, as marks on every dashboard. */
export const firingAlerts: Annotation = annotation('Firing alerts', {
  expr: select(alertSeries, { alertstate: 'firing', severity: oneOf('critical', 'warning') }),
  text: '{{alertname}} ({{severity}}) {{job}} {{instance}}',
  color: 'red',
});

/** Marks on every graph, wherever `expr` returns a series: restarts, releases, switched flags. */
export function annotation(
  title: string,
  options: { readonly expr: Node; readonly text: string; readonly color: Color },
): Annotation {
  if (title.trim() === '') throw new TelltaleError('an annotation without a title', { fix: 'say what it marks' });
  return Object.freeze({ kind: 'annotation', title, ...options });
}
