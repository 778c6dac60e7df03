import { describe, expect, it } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { scenarios } from '../../simulation/scenarios.js';
import week, { monday } from '../../simulation/week.js';
import { toYaml } from '../../src/core/yaml.js';
import { world } from '../../src/index.js';
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
const rules = ruleFiles();
const catalog = world(metrics, recorded);
/** The names that stand in the rules. */
const read = new Set(catalog.names().filter(name => rules.some(([, text]) => text.includes(name))));

interface Check {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly expr: string;
  readonly gives: readonly string[];
}

/** Puts scrapes before the rules, and expects that each expression gives these label sets, each with the value 1. */
async function replay(of: Iterable<Scrape>, every: number, checks: readonly Check[]) {
  const interval = `${every}s`;
  const document = {
    rule_files: rules.map(([path]) => path),
    evaluation_interval: interval,
    tests: [
      {
        interval,
        input_series: ruleInput(of, targets, read),
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

const start = (seed: number) => startModel({ world: catalog, simulation: week, seed, time: monday });

/** What fired within so many seconds, by name and severity. */
const fired = (within: number, every: number) =>
  `group by (alertname, severity) (count_over_time(ALERTS{alertstate="firing"}[${within}s:${every}s]))`;
const watchdog = '{alertname="CoordinatorWatchdog", severity="info"}';

const raisedBy = (scenario: keyof typeof scenarios) =>
  scenarios[scenario].raises.map(({ alert, severity }) => `{alertname="${alert}", severity="${severity}"}`);

describe('the week', () => {
  /**
   * Coarser than the site's intervals, for the time that it takes: three samples in the shortest window of the rules, and
   * a condition of five minutes lasts for two evaluations.
   */
  const every = 150;
  const days = 8;

  it('raises no alert but the watchdog, from its first day without a past to the Monday after', async () => {
    await replay(scrapes(start(1), { until: monday + days * day, every }), every, [
      ...Array.from({ length: days }, (_, i) => ({
        at: (i + 1) * day,
        expr: fired(day, every),
        gives: [watchdog],
      })),
      // It was not blind: each series was recorded, and each link of the baselines was in force.
      ...catalog.metrics
        .filter(metric => metric.type === 'recorded')
        .map(({ name }) => ({
          at: days * day,
          expr: `group(last_over_time(${name}[${days}d]))`,
          gives: ['{}'],
        })),
      {
        at: days * day,
        expr: `group by (link) (last_over_time(${recorded.baselineInForce.name}{measure="chat"}[${days}d]))`,
        gives: ['{link="live"}', '{link="carried"}', '{link="pinned"}'],
      },
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
  await replay(scrapes(model, { until: model.time + hour, every }), every, [
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
    (function* () {
      yield* scrapes(model, { until: begins, every });
      model.enter(fault);
      model.step(every);
      yield* scrapes(model, { until: ends, every });
    })(),
    every,
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
