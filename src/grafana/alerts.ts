import { select } from '../catalog/select.js';
import { world } from '../catalog/world.js';
import { countOf } from '../promql/calls.js';
import { alertSeries } from './annotations.js';
import type { AlertsPanel, TablePanel } from './model.js';
import { pastLevel } from './thresholds.js';

/** What the queries of an alerts panel read: no catalog of an application has it. */
export const alertWorld = world({ alertSeries });

/** The table that an alerts panel is drawn as: how many of each alert fire, the most severe first. */
export function alertsTable(panel: AlertsPanel): TablePanel {
  const { critical, warning, info } = pastLevel;
  const firing = countOf(select(alertSeries, { alertstate: 'firing' }), { by: ['severity', 'alertname', 'job'] });
  return {
    ...panel,
    type: 'table',
    columns: [{ kind: 'column', title: 'Firing', expr: firing }],
    labels: { severity: 'Severity', alertname: 'Alert', job: 'Job' },
    colors: { severity: { critical, warning, info } },
    // critical, info, warning: the alphabet puts at least the first where it belongs.
    sortBy: { column: 'Severity', descending: false },
  };
}
