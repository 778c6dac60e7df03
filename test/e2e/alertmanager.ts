import { join } from 'node:path';
import { type Server, startServer } from './server.js';

export type Labels = Readonly<Record<string, string>>;

/** An alert as Prometheus posts it. Firing until `endsAt`, which Prometheus keeps some minutes ahead. */
export interface PostedAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
}

/** What Alertmanager holds of an alert. */
export interface HeldAlert {
  readonly labels: Labels;
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed'; readonly inhibitedBy: readonly string[] };
  readonly receivers: readonly { readonly name: string }[];
}

/** A real Alertmanager on a loopback port. */
export interface Alertmanager extends Server {
  /** host:port, as Prometheus wants it. */
  readonly target: string;
  /** Gives it alerts, as Prometheus does. @throws Error with what it said. */
  post(...alerts: readonly PostedAlert[]): Promise<void>;
  /** Every alert that it holds, whoever gets it. */
  alerts(): Promise<HeldAlert[]>;
}

/**
 * Starts Debian's Alertmanager on a folder with `alertmanager.yml` and `templates/`, alone, without a cluster; ready
 * when this resolves. @throws Error with its output when it does not come up.
 */
export async function startAlertmanager(folder: string): Promise<Alertmanager> {
  const server = await startServer('prometheus-alertmanager', 'prometheus-alertmanager', port => [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
  const call = async (init?: RequestInit): Promise<Response> => {
    const response = await fetch(`${server.url}/api/v2/alerts`, init);
    if (!response.ok) throw new Error(`alertmanager: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    ...server,
    target: new URL(server.url).host,
    async post(...alerts) {
      const headers = { 'content-type': 'application/json' };
      await call({ method: 'POST', headers, body: JSON.stringify(alerts) });
    },
    alerts: async () => (await (await call()).json()) as HeldAlert[],
  };
}
