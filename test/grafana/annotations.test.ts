import { expect, test } from 'vitest';
import { alertsTable, alertWorld } from '../../src/grafana/alerts.js';
import { firingAlerts } from '../../src/grafana/annotations.js';
import { checkDashboard } from '../../src/grafana/check.js';
import { alertsPanel, annotation, select } from '../../src/index.js';
import { print } from '../../src/promql/print.js';
import { heap, shopSite } from '../support/shop.js';
import { board, why } from './board.js';

test('an annotation without a title is refused', () => {
  expect(() => annotation(' ', { expr: select(heap), text: '', color: 'red' })).toThrow(
    'an annotation without a title',
  );
});

test('only alerts that need somebody are marked', () => {
  expect(print(firingAlerts.expr)).toBe('ALERTS{alertstate="firing", severity=~"critical|warning"}');
});

test('the table of firing alerts is a table in order: every label has a column', () => {
  const table = alertsTable(alertsPanel('Alerts', { why, whenEmpty: 'None' }));
  expect(table.columns.map(c => [c.title, print(c.expr)])).toEqual([
    ['Firing', 'count by (severity, alertname, job) (ALERTS{alertstate="firing"})'],
    [
      'Oldest since',
      'min by (severity, alertname, job) (ALERTS_FOR_STATE and ignoring (alertstate) ALERTS{alertstate="firing"})',
    ],
  ]);
  expect(checkDashboard(board([table]), alertWorld, shopSite)).toEqual([]);
});
