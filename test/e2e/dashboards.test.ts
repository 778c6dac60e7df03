import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { print } from '../../src/promql/print.js';
import { alertsOf } from '../../src/runbooks/alerts.js';
import { queriesIn } from '../../src/runbooks/queries.js';
import { renderPages } from '../../src/runbooks/render.js';
import project from '../../telltale.config.js';
import { dashboardFiles } from './artefacts.js';
import { type Installation, install } from './installation.js';
import { type DashboardQuery, logQueriesOf, queriesOf } from './panels.js';
import { eventually } from './server.js';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 150_000 });

/** Panels that show nothing while all is well, and the scenario that fills them. */
const emptyWhileNormal: Readonly<Record<string, string>> = {
  'coordinator-errors › Error types distribution › A': 'error-burst',
  'coordinator-errors › Errors by coordinator and type › A': 'error-burst',
  'coordinator-parity › Below the coverage target › A': 'parity-drop',
};

/** Panels that read the log: there is no Loki here to answer them. */
const notTried = ['coordinator-errors › Recent error log › A'];

const dashboards = dashboardFiles().map(([file, text]) => ({
  file,
  queries: queriesOf(text),
  logs: logQueriesOf(text),
}));
const queries = dashboards.flatMap(d => d.queries);
let installation: Installation;

beforeAll(async () => {
  installation = await install({ minutes: 75, earlierDays: true });
});
afterAll(() => installation?.stop());

/** What runbooks ask to see what is going on. An alert's own condition holds nothing while all is well. */
const conditions = new Set(alertsOf(project.groups).map(alert => print(alert.expr)));
const runbookQueries = renderPages(project).flatMap(([path, text]) =>
  queriesIn(text)
    .filter(query => !conditions.has(query.text))
    .map(({ text: expr, line }) => ({ name: `${path}:${line}`, expr })),
);

/** How many series of a query have a value to show: NaN is none. */
async function shown({ expr }: Pick<DashboardQuery, 'expr'>): Promise<number> {
  return (await installation.query(expr)).filter(({ value }) => !Number.isNaN(value)).length;
}

describe('what is provisioned, on a real Prometheus, while all is well', () => {
  it('has rules without an error', async () => {
    const rules = await installation.rules();
    expect(rules.filter(rule => rule.health !== 'ok')).toEqual([]);
  });

  it('has the five dashboards', () => {
    expect(dashboards).toHaveLength(5);
    expect(dashboards.filter(({ queries }) => !queries.some(q => q.use === 'panel'))).toEqual([]);
  });

  it('has no panel that is not tried but those on the list', () => {
    expect(dashboards.flatMap(d => d.logs)).toEqual(notTried);
  });

  it.each(queries.filter(q => q.use !== 'annotation' && !(q.name in emptyWhileNormal)))(
    'shows something: $name',
    async query => {
      await eventually(
        async () => ({ ...query, series: await shown(query) }),
        ({ series }) => series > 0,
      );
    },
  );

  it.each(runbookQueries)('answers what a runbook asks: $name', async query => {
    await eventually(
      async () => ({ ...query, series: await shown(query) }),
      ({ series }) => series > 0,
    );
  });

  it.each(queries.filter(q => q.use === 'annotation'))('asks for marks without an error: $name', async query => {
    await expect(installation.query(query.expr)).resolves.toBeInstanceOf(Array);
  });

  it('has raised no alert but the watchdog in all that time', async () => {
    const evaluations = 'count_over_time(ALERTS{alertname="CoordinatorWatchdog", alertstate="firing"}[1h])';
    await eventually(
      () => installation.query(evaluations),
      ([watchdog]) => (watchdog?.value ?? 0) >= 10,
    );
    const raised = await installation.query(
      'count by (alertname, severity) (count_over_time(ALERTS{alertstate="firing"}[1h]))',
    );
    expect(raised.map(alert => alert.metric.alertname)).toEqual(['CoordinatorWatchdog']);
  });
});

describe('panels that are empty while all is well', () => {
  it('are there', () => {
    const names = queries.map(q => q.name);
    expect(Object.keys(emptyWhileNormal).filter(name => !names.includes(name))).toEqual([]);
  });

  it.each([...new Set(Object.values(emptyWhileNormal))])('are filled by the scenario %s', async scenario => {
    const filled = queries.filter(q => emptyWhileNormal[q.name] === scenario);
    const counts = () => Promise.all(filled.map(async query => ({ ...query, series: await shown(query) })));
    expect((await counts()).filter(({ series }) => series > 0)).toEqual([]);
    installation.enter(scenario);
    try {
      await eventually(counts, all => all.every(({ series }) => series > 0));
    } finally {
      installation.enter('normal');
    }
  });
});
