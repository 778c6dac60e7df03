import { print } from '../../promql/print.js';
import type { BoardPanel, BoardQuery } from './boards.js';
import { type Bound, differences, meaningOf } from './expressions.js';
import type { Entry } from './model.js';
import { pairBy, unpaired } from './pairs.js';
import { changedSettings, settingsKey } from './settings.js';

/** A difference without what it is about. */
export type Changed = Pick<Entry, 'change' | 'part' | 'before' | 'after' | 'parts'>;

/** What differs in a panel but for its title and its place. */
export function panelChanges(base: BoardPanel, head: BoardPanel): Changed[] {
  const found: Changed[] = [];
  for (const part of ['type', 'description', 'unit', 'thresholds'] as const) {
    const [before, after] = [base[part].trim(), head[part].trim()];
    if (before !== after) found.push({ change: 'changed', part, ...texts(before, after) });
  }
  found.push(...queryChanges(base.queries, head.queries));
  const settings = changedSettings(base.settings, head.settings);
  if (settings) found.push({ change: 'changed', part: 'settings', ...settings });
  return found;
}

/** What a query asks for: the same for two that differ in their names only. */
export const queryContent = ({ expr, legend, settings }: BoardQuery): string =>
  JSON.stringify([meaningOf(expr, true).text, legend, expr === '' ? settingsKey(settings) : '']);

function queryChanges(base: readonly BoardQuery[], head: readonly BoardQuery[]): Changed[] {
  const pairing = unpaired(base, head);
  const alike = (a: BoardQuery, b: BoardQuery) => queryContent(a) === queryContent(b);
  pairBy(pairing, query => JSON.stringify([query.name, queryContent(query)]));
  pairBy(pairing, query => query.name, alike);
  // A query before it that goes or comes gives it another letter.
  pairBy(pairing, queryContent);
  return [
    ...pairing.pairs.flatMap(({ base: one, head: other }): Changed[] => {
      const name = [...new Set([one.name, other.name])].sort().join('/');
      const found: Changed[] = [];
      const asked = exprChange(`query ${name}`, one.expr, other.expr);
      if (asked) found.push(asked);
      if (one.legend !== other.legend)
        found.push({ change: 'changed', part: `legend ${name}`, ...texts(one.legend, other.legend) });
      const settings = changedSettings(one.settings, other.settings);
      if (settings) found.push({ change: 'changed', part: `settings of query ${name}`, ...settings });
      return found;
    }),
    ...pairing.base.map((query): Changed => ({ change: 'changed', part: `query ${query.name}`, before: asked(query) })),
    ...pairing.head.map((query): Changed => ({ change: 'changed', part: `query ${query.name}`, after: asked(query) })),
  ];
}

const asked = ({ expr, settings }: BoardQuery): string =>
  expr === '' ? (changedSettings({}, settings)?.after ?? 'nothing') : meaningOf(expr, true).text;

const texts = (before: string, after: string): Pick<Entry, 'before' | 'after'> => ({
  ...(before !== '' && { before }),
  ...(after !== '' && { after }),
});

/** Two expressions that do not mean the same, with the smallest parts of them that differ. */
export function exprChange(part: string, base: string, head: string): Changed | undefined {
  const [from, to] = [meaningOf(base, true), meaningOf(head, true)];
  if (from.text === to.text) return undefined;
  const change = { change: 'changed', part, ...texts(from.text, to.text) } as const;
  if (!from.node || !to.node) return change;
  const bare = ({ op, number }: Bound) => `${op} ${number}`;
  const parts = differences(from.node, to.node).map(d =>
    d.kind === 'part' ? { before: print(d.base), after: print(d.head) } : { before: bare(d.base), after: bare(d.head) },
  );
  return { ...change, parts };
}
