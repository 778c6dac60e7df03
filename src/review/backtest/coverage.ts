import type { Node } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import type { Client } from '../../remote/client.js';

/** Since when the history has samples of a name, in milliseconds since the epoch; it has none of what is not there. */
export type Coverage = ReadonlyMap<string, number>;

/** How finely the beginning of a series is told, in parts of the period. */
const parts = 100;

/** How many names one query asks for: what is before a server may refuse a long one. */
const atOnce = 500;

/**
 * Since when each of these names has samples. What is there at the beginning is asked for once; only for the others is
 * looked further. @throws ServerFault
 */
export async function coverageOf(
  names: readonly string[],
  from: number,
  to: number,
  client: Client,
): Promise<Coverage> {
  const since = new Map<string, number>();
  for (let i = 0; i < names.length; i += atOnce) {
    const some = await coverageOfSome(names.slice(i, i + atOnce), from, to, client);
    for (const [name, time] of some) since.set(name, time);
  }
  return since;
}

async function coverageOfSome(
  names: readonly string[],
  from: number,
  to: number,
  client: Client,
): Promise<Map<string, number>> {
  const since = new Map<string, number>();
  const grouped = (wanted: readonly string[], window = '') => {
    const series = `{__name__=~"${wanted.join('|')}"}${window}`;
    return `group by (__name__) (${window === '' ? series : `last_over_time(${series})`})`;
  };
  for (const { __name__ } of (await client.instantQuery(grouped(names), from)).labels)
    if (__name__ !== undefined) since.set(__name__, from);
  const missing = names.filter(name => !since.has(name));
  if (missing.length === 0) return since;
  const first = async (wanted: readonly string[], begin: number, end: number): Promise<number> => {
    const step = Math.max(1000, Math.ceil((end - begin) / parts / 1000) * 1000);
    const { series } = await client.rangeQuery(grouped(wanted, `[${step}ms]`), begin + step, end + step, step);
    for (const { labels, times } of series)
      if (labels.__name__ !== undefined && times[0] !== undefined) since.set(labels.__name__, times[0]);
    return step;
  };
  const step = await first(missing, from, to);
  const earliest = Math.min(...since.values());
  // Where the history itself begins is worth a second look: before that, absent() says nothing.
  if (earliest > from && Number.isFinite(earliest))
    await first(
      missing.filter(name => since.get(name) === earliest),
      earliest - step,
      earliest,
    );
  return since;
}

/** The names that expressions read. */
export function namesIn(...nodes: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes)
    visit(node, part => part.kind === 'selector' && part.name !== undefined && names.add(part.name));
  return names;
}
