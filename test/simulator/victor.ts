import * as metrics from '../../catalog/metrics.js';
import simulation from '../../simulation/index.js';
import { world } from '../../src/index.js';
import { type Model, startModel } from '../../src/simulator/index.js';

export { simulation };

/** What Victor exports; recorded series are none of its business. */
export const victor = world(metrics);

/** A quiet Tuesday, 13:00 UTC. */
export const noon = Date.UTC(2026, 10, 24, 13) / 1000;

/** A model of Victor's, as it starts. */
export const model = (options: { seed?: number; scenario?: string } = {}): Model =>
  startModel({ world: victor, simulation, time: noon, ...options });

/** Lets so many minutes pass, in scrape intervals. */
export function pass(of: Model, minutes: number): void {
  for (let i = 0; i < minutes * 4; i++) of.step(15);
}

/** The sum of all samples of that name whose labels include these. */
export function total(of: Model, process: string, name: string, labels: Record<string, string> = {}): number {
  const samples = (of.read(process) ?? [])
    .flatMap(f => f.samples)
    .filter(s => s.name === name && Object.entries(labels).every(([k, v]) => s.labels[k] === v));
  if (samples.length === 0) throw new Error(`${process} has no ${name} ${JSON.stringify(labels)}`);
  return samples.reduce((sum, s) => sum + s.value, 0);
}

/** The mean of what a histogram observed in each of these processes while so many minutes passed. */
export function means(of: Model, histogram: string, minutes: number, ...processes: string[]): number[] {
  const read = () =>
    processes.map(p => [total(of, p, `${histogram}_sum`), total(of, p, `${histogram}_count`)] as [number, number]);
  const before = read();
  pass(of, minutes);
  return read().map(([sum, count], i) => {
    const [sumBefore, countBefore] = before[i] as [number, number];
    return (sum - sumBefore) / (count - countBefore);
  });
}
