import { describe, expect, it } from 'vitest';
import groups from '../../alerts/index.js';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { scenarios } from '../../simulation/scenarios.js';
import week, { monday } from '../../simulation/week.js';
import { toYaml } from '../../src/core/yaml.js';
import { type SeriesSpec, world } from '../../src/index.js';
import { type Model, type Scrape, scrapes, startModel } from '../../src/simulator/index.js';
import { ruleFiles } from '../e2e/artefacts.js';
import { promtool } from '../prometheus/promtool.js';
import { ruleInput } from './rule-input.js';

/** The simulated week, replayed by Prometheus' own engine over the rule files as they are provisioned. */

const [job] = Object.keys(site.jobs) as [string];
const target = (instance: string) => ({ job, instance: `${instance}:9090` });
const targets = {
  'coordinator-1': target('coordinator-1'),
  'coordinator-2': target('coordinator-2'),
  legacy: target('legacy'),
  pushgateway: { job: 'pushgateway', instance: 'pushgateway:9091' },
};

const day = 86_400;
const allRules = ruleFiles();
const catalog = world(metrics, recorded);
/** The names that stand in the rules. */
const read = new Set(catalog.names().filter(name => allRules.some(([, text]) => text.includes(name))));

/** The rule files with alerts that wait for less than ten minutes, but for what always fires. */
const hasty = new Set(
  groups
    .filter(group => group.rules.some(r => r.kind === 'alert' && r.for.ms < 600_000 && r.severity !== 'info'))
    .map(group => `${group.name}.yaml`),
);

interface Check {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly expr: string;
  readonly gives: readonly string[];
}

/** Puts input before the rules, and expects that each expression gives these label sets, each with the value 1. */
async function replay(
  input: readonly SeriesSpec[],
  every: { readonly sample: number; readonly evaluation: number },
  checks: readonly Check[],
  rules = allRules,
) {
  const document = {
    rule_files: rules.map(([path]) => path),
    evaluation_interval: `${every.evaluation}s`,
    tests: [
      {
        interval: `${every.sample}s`,
        input_series: input,
        promql_expr_test: checks.map(({ at, expr, gives }) => ({
          expr,
          eval_time: `${at}s`,
          exp_samples: gives.map(labels => ({ labels, value: 1 })),
        })),
      },
    ],
  };
  const { ok, output } = await promtool([...rules, ['week.yaml', toYaml(document)]], 'test', 'rules', 'week.yaml');
  expect(ok, output).toBe(true);
}

const inputOf = (scrapes: Iterable<Scrape>) => ruleInput(scrapes, targets, read);

const start = (seed: number) => startModel({ world: catalog, simulation: week, seed, time: monday });

/** What fired within so many seconds, by name and severity. */
const fired = (within: number, every: number) =>
  `group by (alertname, severity) (count_over_time(ALERTS{alertstate="firing"}[${within}s:${every}s]))`;
const watchdog = '{alertname="CoordinatorWatchdog", severity="info"}';

const raisedBy = (scenario: keyof typeof scenarios) =>
  scenarios[scenario].raises.map(({ alert, severity }) => `{alertname="${alert}", severity="${severity}"}`);

describe('the week', () => {
  /** Coarser than the site's interval, for the time that it takes: three samples in the shortest window of the rules. */
  const sample = 150;
  const days = 8;
  const input = inputOf(scrapes(start(1), { until: monday + days * day, every: sample }));

  /** Without the alerts of a day, and with every series that these rules record. */
  const quiet = (evaluation: number, gives: readonly string[], rules: typeof allRules): Check[] => [
    ...Array.from({ length: days }, (_, i) => ({ at: (i + 1) * day, expr: fired(day, evaluation), gives })),
    // It was not blind.
    ...catalog.metrics
      .filter(({ type, name }) => type === 'recorded' && rules.some(([, text]) => text.includes(`record: ${name}\n`)))
      .map(({ name }) => ({ at: days * day, expr: `group(last_over_time(${name}[${days}d]))`, gives: ['{}'] })),
  ];

  it('raises no alert that comes within minutes', async () => {
    const evaluation = sample;
    const soon = allRules.filter(([path]) => hasty.has(path));
    await replay(input, { sample, evaluation }, quiet(evaluation, [], soon), soon);
  });

  it('raises no other but the watchdog, from its first day without a past to the Monday after', async () => {
    // What waits for ten minutes is looked at three times.
    const evaluation = 300;
    const links = `group by (link) (last_over_time(${recorded.baselineInForce.name}{measure="chat"}[${days}d]))`;
    await replay(input, { sample, evaluation }, [
      ...quiet(evaluation, [watchdog], allRules),
      // Each link of the baselines was in force.
      { at: days * day, expr: links, gives: ['{link="live"}', '{link="carried"}', '{link="pinned"}'] },
    ]);
  }, 600_000); // One core is busy with it for half a minute; a machine that does other things besides takes longer.
});

/** The week as it stands so many seconds after its beginning. */
function until(seconds: number, seed: number): Model {
  const model = start(seed);
  while (model.time < monday + seconds) model.step(150);
  return model;
}

it('a deploy raises none either, scraped as often as the site has it', async () => {
  const every = site.scrapeInterval.ms / 1000;
  const hour = 3600;
  const model = until(9.5 * hour, 2);
  const input = inputOf(scrapes(model, { until: model.time + hour, every }));
  await replay(input, { sample: every, evaluation: every }, [
    { at: hour, expr: fired(hour, every), gives: [watchdog] },
    // Each process that is deployed went away, and came back anew.
    {
      at: hour,
      expr: 'group by (instance) (changes(process_start_time_seconds[1h]) > 0)',
      gives: ['{instance="coordinator-1:9090"}', '{instance="coordinator-2:9090"}'],
    },
  ]);
});

it('a fault in the week raises the alerts of its scenario, and no others', async () => {
  const every = 60;
  const fault = 'error-burst';
  const model = until(14 * 3600, 3);
  const begins = model.time + 600;
  const ends = begins + 900;
  await replay(
    inputOf(
      (function* () {
        yield* scrapes(model, { until: begins, every });
        model.enter(fault);
        model.step(every);
        yield* scrapes(model, { until: ends, every });
      })(),
    ),
    { sample: every, evaluation: every },
    [
      { at: 600, expr: fired(600, every), gives: [watchdog] },
      {
        at: 1500,
        expr: fired(1500, every),
        gives: [watchdog, ...raisedBy(fault)],
      },
    ],
  );
});
