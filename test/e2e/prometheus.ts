import { join } from 'node:path';
import { startServer } from './server.js';

/** One series of an instant query. */
export interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RuleState {
  readonly group: string;
  readonly name: string;
  readonly type: 'recording' | 'alerting';
  /** `unknown` until the first evaluation. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError: string;
}

export interface AlertState {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  /** Since when it is true, in milliseconds since the epoch. */
  readonly activeAt: number;
}

/** A real Prometheus on a loopback port. */
export interface Prometheus {
  readonly url: string;
  /** An instant query, now. @throws Error with what Prometheus said. */
  query(expr: string): Promise<Result[]>;
  rules(): Promise<RuleState[]>;
  alerts(): Promise<AlertState[]>;
  /** How many Alertmanagers it knows. */
  alertmanagers(): Promise<number>;
  /** Makes it read its configuration and its rules again. @throws Error when it does not like them. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Debian's Prometheus on a folder with `prometheus.yml` and, if there is a past, `data`; ready when this
 * resolves. @throws Error with its output when it does not come up.
 */
export async function startPrometheus(folder: string): Promise<Prometheus> {
  const { url, stop } = await startServer('prometheus', 'prometheus', port => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // What is told before it knows its Alertmanagers is lost, and told again with the next evaluation
    // after this; a minute when left out.
    '--rules.alert.resend-delay=100ms',
    '--web.enable-lifecycle',
  ]);
  const get = async (path: string, parameters: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = (await response.json()) as { status: string; error?: string; data: never };
    if (body.status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
  };
  return {
    url,
    async query(expr) {
      const data: { resultType: string; result: unknown } = await get('query', { query: expr });
      if (data.resultType === 'scalar') return [{ metric: {}, value: Number((data.result as [number, string])[1]) }];
      const series = data.result as { metric: Record<string, string>; value: [number, string] }[];
      return series.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async rules() {
      const { groups }: { groups: { name: string; rules: (RuleState & { lastError?: string })[] }[] } =
        await get('rules');
      return groups.flatMap(group =>
        group.rules.map(({ name, type, health, lastError = '' }) => ({
          group: group.name,
          name,
          type,
          health,
          lastError,
        })),
      );
    },
    async alerts() {
      const { alerts }: { alerts: (AlertState & { activeAt: string })[] } = await get('alerts');
      return alerts.map(({ labels, state, activeAt }) => ({ labels, state, activeAt: Date.parse(activeAt) }));
    },
    async alertmanagers() {
      const { activeAlertmanagers }: { activeAlertmanagers: unknown[] } = await get('alertmanagers');
      return activeAlertmanagers.length;
    },
    async reload() {
      const response = await fetch(`${url}/-/reload`, { method: 'POST' });
      if (!response.ok) throw new Error(await response.text());
    },
    stop,
  };
}
