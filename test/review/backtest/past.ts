import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Prometheus, startPrometheus } from '../../e2e/prometheus.js';

/** A series, and its value at a time in seconds; undefined where it is not there. */
export interface PastSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: (time: number) => number | undefined;
}

/** A real Prometheus that remembers these series from one time to another, in seconds, scraped every so often. */
export async function prometheusWith(
  series: readonly PastSeries[],
  { from, to, every, config = 'global: {}\n' }: { from: number; to: number; every: number; config?: string },
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-past-'));
  const lines: string[] = [];
  for (const { name, labels, value } of series) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    for (let time = from; time <= to; time += every) {
      const at = value(time);
      if (at !== undefined) lines.push(`${name}{${pairs.join(',')}} ${at} ${time}`);
    }
  }
  writeFileSync(join(folder, 'past.om'), `${lines.join('\n')}\n# EOF\n`);
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', '--max-block-duration=744h'];
  execFileSync('promtool', [...args, join(folder, 'past.om'), join(folder, 'data')], { stdio: 'pipe' });
  const prometheus = await startPrometheus(folder);
  return {
    ...prometheus,
    async stop() {
      await prometheus.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
