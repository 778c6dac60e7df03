import type { EvaluatedGroup } from '../../remote/answers.js';
import type { Client } from '../../remote/client.js';
import { ServerFault } from '../../remote/faults.js';
import type { ReplayedAlert } from './model.js';

/** By how much the evaluations of an alert are shifted from whole multiples of its interval, in milliseconds. */
export type OffsetOf = (alert: Pick<ReplayedAlert, 'name' | 'group' | 'interval'>) => number;

/**
 * How the server shifts the evaluations of its groups: a Prometheus by a hash of the group's name and file, so that not
 * all begin at once. Known of alerts that it evaluates itself; others are evaluated at whole multiples.
 */
export async function offsetsOf(client: Client): Promise<OffsetOf> {
  const alerts = new Map<string, EvaluatedGroup[]>();
  try {
    for (const group of await client.alertGroups())
      for (const name of group.alerts) alerts.set(name, [...(alerts.get(name) ?? []), group]);
  } catch (error) {
    // Not every server evaluates rules, or tells of them.
    if (!(error instanceof ServerFault)) throw error;
  }
  return ({ name, group, interval }) => {
    const having = (alerts.get(name) ?? []).filter(of => of.interval === interval && of.evaluatedAt !== undefined);
    // A group that the change renames is evaluated as before, so that only what it means shows.
    const found = having.find(of => of.name === group) ?? (having.length === 1 ? having[0] : undefined);
    return (found?.evaluatedAt ?? 0) % interval;
  };
}
