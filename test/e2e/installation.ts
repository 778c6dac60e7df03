import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as metrics from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import simulation from '../../simulation/index.js';
import { toYaml } from '../../src/core/yaml.js';
import { world } from '../../src/index.js';
import { renderRules, rulesFolder } from '../../src/prometheus/render.js';
import { exportModel, type Model, startModel } from '../../src/simulator/index.js';
import { atExit } from './at-exit.js';
import { hastened } from './haste.js';
import { backfill } from './past.js';
import { type Prometheus, type RuleState, startPrometheus } from './prometheus.js';
import { eventually } from './server.js';

/** Prometheus, scraping the simulator every other second, with a past and with the rules of the project, hastened. */
export interface Installation extends Prometheus {
  /** Lets the simulator go over to another scenario. */
  enter(scenario: string): void;
}

const [job] = Object.keys(site.jobs) as [string];
const targets = {
  coordinator: { job, instance: 'coordinator:9090' },
  legacy: { job, instance: 'legacy:9090' },
  pushgateway: { job: 'pushgateway', instance: 'pushgateway:9091' },
};
const minute = 60;
const day = 86_400;
/** Seconds between the scrapes of the past: at least two in the shortest window of the rules and panels, with live ones. */
const every = 30;
/** What is older than the shorter windows is only seen through those of hours: one sample within a lookback is enough. */
const old = { seconds: 1200, every: 240 };

export interface Past {
  /** How many minutes it goes back. */
  readonly minutes: number;
  /** Whether the same hour one day and one week earlier is there too. */
  readonly earlierDays?: boolean;
  /** A scenario that began some minutes ago, or now; normal until then. */
  readonly since?: { readonly scenario: string; readonly minutes: number };
}

/** Starts an installation that tells these Alertmanagers; ready when every rule has been evaluated. */
export async function install(past: Past, alertmanagers: readonly string[] = []): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-e2e-'));
  const ends: (() => Promise<unknown>)[] = [];
  // A test run that is cut off leaves no folder behind.
  const removed = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const cutOff = atExit(removed);
  const stop = async () => {
    const ended = await Promise.allSettled(ends.splice(0).map(end => end()));
    removed();
    cutOff.callOff();
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  };
  try {
    const model = await livedThrough(folder, past);
    model.step(Math.max(Date.now() / 1000 - model.time, 1e-3));
    const simulator = await exportModel(model, { port: 0 });
    ends.push(simulator.close);
    for (const [path, text] of renderRules(hastened, site)) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await writeFile(join(folder, 'prometheus.yml'), configuration(simulator.ports, alertmanagers));
    const prometheus = await startPrometheus(folder);
    ends.push(prometheus.stop);
    await eventually(prometheus.alertmanagers, known => known === alertmanagers.length, 60);
    const evaluated = (rules: readonly RuleState[]) => rules.every(rule => rule.health !== 'unknown');
    await eventually(prometheus.rules, rules => rules.length > 0 && evaluated(rules), 60);
    return { ...prometheus, enter: simulator.enter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A model with a past, which lies in the folder's data. */
async function livedThrough(folder: string, { minutes, earlierDays = false, since }: Past): Promise<Model> {
  const now = Math.floor(Date.now() / 1000);
  const ago = earlierDays ? [7 * day, day, 0] : [0];
  const model = startModel({ world: world(metrics), simulation, time: now - (ago[0] as number) - minutes * minute });
  const run = async (until: number) => {
    const recent = now - old.seconds;
    if (model.time < recent)
      await backfill(model, folder, { until: Math.min(until, recent), every: old.every, targets });
    if (model.time < until) await backfill(model, folder, { until, every, targets });
  };
  for (const offset of ago) {
    const start = now - offset - minutes * minute;
    if (start > model.time) model.step(start - model.time);
    if (since && offset === 0) {
      await run(now - since.minutes * minute);
      model.enter(since.scenario);
      if (since.minutes * minute < every) return model;
      model.step(every);
    }
    await run(now - offset);
  }
  return model;
}

function configuration(ports: Readonly<Record<string, number>>, alertmanagers: readonly string[]): string {
  const target = (process: keyof typeof targets) => ({
    targets: [`127.0.0.1:${ports[process]}`],
    labels: { instance: targets[process].instance },
  });
  return toYaml({
    global: {
      scrape_interval: '2s',
      scrape_timeout: '2s',
      evaluation_interval: '1s',
      external_labels: site.externalLabels,
    },
    alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
    rule_files: [`${rulesFolder}/*.yaml`],
    scrape_configs: [
      { job_name: job, static_configs: [target('coordinator'), target('legacy')] },
      { job_name: 'pushgateway', honor_labels: true, static_configs: [target('pushgateway')] },
    ],
  });
}
