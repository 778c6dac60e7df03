import { select } from '../catalog/select.js';
import { world } from '../catalog/world.js';
import { countOf, min } from '../promql/calls.js';
import { and } from '../promql/operators.js';
import { alertSeries, alertSinceSeries } from './annotations.js';
import type { AlertsPanel, TablePanel } from './model.js';
import { column } from './panels.js';
import { pastLevel } from './thresholds.js';

/** What the queries of an alerts panel read: no catalog of an application has it. */
export const alertWorld = world({ alertSeries, alertSinceSeries });

/** The table that an alerts panel is drawn as: how many of each alert fire and since when, the most severe first. */
export function alertsTable(panel: AlertsPanel): TablePanel {
  const { critical, warning, info } = pastLevel;
  const firing = select(alertSeries, { alertstate: 'firing' });
  const since = and(select(alertSinceSeries), firing, { ignoring: ['alertstate'] });
  const by = ['severity', 'alertname', 'job'] as const;
  return {
    ...panel,
    type: 'table',
    columns: [
      column('Firing', countOf(firing, { by })),
      column('Oldest since', min(since, { by }), { unit: 'dateTimeFromNow' }),
    ],
    labels: { severity: 'Severity', alertname: 'Alert', job: 'Job' },
    colors: { severity: { critical, warning, info } },
    // critical, info, warning: the alphabet puts at least the first where it belongs.
    sortBy: { column: 'Severity', descending: false },
  };
}
