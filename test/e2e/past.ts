import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Model, openMetrics, scrapes, type Target } from '../../src/simulator/index.js';
import { missing } from './server.js';

/**
 * Lets the model run until then and puts what a Prometheus would have scraped into the data of one that is not
 * running. Times in seconds.
 */
export async function backfill(
  model: Model,
  folder: string,
  { until, every, targets }: { until: number; every: number; targets: Readonly<Record<string, Target>> },
): Promise<void> {
  const file = join(folder, 'past.om');
  const output = await open(file, 'w');
  for (const chunk of openMetrics(scrapes(model, { until, every }), targets)) await output.write(chunk);
  await output.close();
  await promtool('tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, join(folder, 'data'));
  await rm(file);
}

function promtool(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('promtool', args, (error, _, stderr) => {
      if (!error) resolve();
      else
        reject(stderr ? new Error(`promtool ${args.join(' ')}: ${stderr}`) : missing('promtool', 'prometheus', error));
    });
  });
}
