import type { Node } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
import { visit } from '../../promql/walk.js';
import { type Coverage, namesIn } from './coverage.js';
import type { Trouble } from './history.js';
import { inline } from './inline.js';
import type { RecordedSeries, ReplayedAlert, RuleSet } from './model.js';

/** Which recorded series are computed anew: those that the history lacks or that changed, all of them, or none. */
export type InlineMode = 'missing' | 'all' | 'none';

/** What is asked for an alert, and what is to be known of it; nothing is asked where there is no way to. */
export interface Prepared {
  readonly expr: Node | undefined;
  /** The recorded series that the query computes itself. */
  readonly inlined: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** Recorded series that these rules write otherwise than the others do, or that read such a one. */
export function changedRecords(records: readonly RecordedSeries[], others: readonly RecordedSeries[]): Set<string> {
  const written = (all: readonly RecordedSeries[], name: string) =>
    JSON.stringify(
      all.filter(r => r.name === name).map(({ expr, labels }) => [print(expr), Object.entries(labels).sort()]),
    );
  const changed = new Set(records.map(r => r.name).filter(name => written(records, name) !== written(others, name)));
  for (let before = -1; before < changed.size; ) {
    before = changed.size;
    for (const { name, expr } of records) if ([...namesIn(expr)].some(n => changed.has(n))) changed.add(name);
  }
  return changed;
}

/** Everything that the alerts of a rule set read, by way of recorded series too. */
export function namesOf({ alerts, records }: RuleSet): string[] {
  const names = namesIn(...alerts.map(({ expr }) => expr));
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const { name, expr } of records) if (names.has(name)) for (const read of namesIn(expr)) names.add(read);
  }
  return [...names].sort();
}

/** Turns an alert's expression into what the history can answer. `changed` are series that it has otherwise. */
export function prepare(
  { expr, interval }: ReplayedAlert,
  records: readonly RecordedSeries[],
  since: Coverage,
  from: number,
  changed: ReadonlySet<string>,
  mode: InlineMode,
): Prepared {
  if (readsEdges(expr)) return impossible('@ start() and @ end() mean something else in a range query');
  const names = new Set(records.map(record => record.name));
  const partly = [...names].filter(name => since.get(name) !== from);
  const lacking = new Set(partly.filter(name => !since.has(name)));
  const wanted = mode === 'none' ? new Set<string>() : mode === 'all' ? names : new Set([...partly, ...changed]);
  const needed = mode === 'all' ? new Set<string>() : new Set([...lacking, ...changed]);
  // What the history has in part is taken from there where it cannot be computed.
  const attempts = [wanted, new Set([...wanted].filter(name => needed.has(name)))];
  let why = '';
  for (const replaced of attempts) {
    const made = inline(expr, records, replaced, interval);
    if (made.ok) return { expr: made.expr, inlined: made.names, troubles: told(made.expr, since, from) };
    why ||= made.why;
  }
  return impossible(why);
}

const impossible = (message: string): Prepared => ({
  expr: undefined,
  inlined: [],
  troubles: [{ kind: 'unknown', message }],
});

/** What the history does not know of what an expression reads. */
function told(expr: Node, since: Coverage, from: number): Trouble[] {
  return [...namesIn(expr)].sort().flatMap((name): Trouble[] => {
    const first = since.get(name);
    if (first === undefined) return [{ kind: 'note', message: `the history has no samples of ${name}` }];
    return first === from
      ? []
      : [{ kind: 'note', message: `the history has samples of ${name} only later on`, from, to: first }];
  });
}

function readsEdges(expr: Node): boolean {
  let found = false;
  visit(expr, node => {
    if ((node.kind === 'selector' || node.kind === 'subquery') && (node.at === 'start' || node.at === 'end'))
      found = true;
  });
  return found;
}
