import type { Metric as PromMetric } from 'prom-client';
import type { Family } from './state.js';

/** One scrape: its content type and its text. */
export interface Page {
  readonly type: string;
  readonly text: string;
}

/**
 * Families as prom-client prints them, in the text format. The numbers come from the model, so its registry gets
 * collectors that hand them over, and `le` is written as the catalog has it: `1.0`, as Prometheus 3 keeps it.
 * Loads prom-client, which nothing else does.
 */
export async function page(families: readonly Family[]): Promise<Page> {
  const { Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { metric, samples } of families) {
    const values = samples.map(({ name, labels, value }) => ({ metricName: name, labels, value }));
    const { name, help, type } = metric;
    registry.registerMetric({
      name,
      help,
      type,
      get: async () => ({ name, help, type, values }),
    } as never as PromMetric);
  }
  return { type: registry.contentType, text: await registry.metrics() };
}
