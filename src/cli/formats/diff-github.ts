import type { Diff, Item, RiskKind } from '../../review/diff/model.js';
import { byThing, labelOf, nameOf, some, toldOf } from '../../review/diff/report.js';
import { headline } from '../../review/diff/risks.js';
import { annotation } from './github.js';

/** What somebody should look at before it is merged. */
const grave: readonly RiskKind[] = [
  'alert removed',
  'no longer pages',
  'less sensitive',
  'blind spot new',
  'told elsewhere',
  'recording rule removed',
];

/**
 * Differences as GitHub's workflow commands: what lets something slip as warnings, all else as notices, each at its line.
 * What is gone has no line any more.
 */
export function diffGithub(diff: Diff): string {
  const things = byThing(diff.entries);
  const key = (of: object) => JSON.stringify(of);
  const warned = new Map<string, { readonly item: Item; readonly kinds: RiskKind[] }>();
  for (const { kind, items } of diff.risks) {
    for (const item of grave.includes(kind) ? items : []) {
      const known = warned.get(key(item));
      if (known) known.kinds.push(kind);
      else warned.set(key(item), { item, kinds: [kind] });
    }
  }
  const told = new Set(things.map(({ item }) => key(item)));
  const first = things.length === 0 ? `Nothing differs between ${diff.base} and ${diff.head}.` : headline(diff.risks);
  return [
    annotation('notice', `${diff.base} → ${diff.head}`, first),
    ...diff.notes.map(note => annotation('warning', 'telltale diff', note)),
    ...things.map(({ item, subject, entries }) => {
      const risks = warned.get(key(item))?.kinds;
      const lines = entries.map(entry => {
        const { before, after } = entry;
        const values =
          before === undefined && after === undefined ? '' : `: ${before ?? '(none)'} → ${after ?? '(none)'}`;
        const told = toldOf(entry);
        const anew = entry.resets ? ` (for begins anew: ${some(entry.resets).join(', ')})` : '';
        return `${labelOf(entry)}${values}${told === undefined ? '' : ` (told: ${told})`}${anew}`;
      });
      const title = [`${subject} ${nameOf(item)}`, ...(risks ?? [])].join(', ');
      const gone = entries.every(({ head }) => head === undefined);
      return annotation(risks ? 'warning' : 'notice', title, lines.join('\n'), gone ? undefined : item.place);
    }),
    // What a change elsewhere does to an alert that is itself as it was.
    ...[...warned].flatMap(([of, { item, kinds }]) =>
      told.has(of) ? [] : [annotation('warning', `alert ${nameOf(item)}`, kinds.join(', '), item.place)],
    ),
  ].join('\n');
}
