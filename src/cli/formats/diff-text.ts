import type { Diff, Entry } from '../../review/diff/model.js';
import { areaTitles, byThing, labelOf, nameOf, readersOf, some, type Told, toldOf } from '../../review/diff/report.js';
import { headline } from '../../review/diff/risks.js';
import { diffWords } from '../../review/diff/words.js';
import type { Colors } from '../terminal.js';

/** What differs, for a terminal: what it means to people on call first, then thing by thing. */
export function diffText(diff: Diff, colors: Colors): string {
  const notes = diff.notes.map(note => `${colors.yellow('note')} ${note}`);
  const things = byThing(diff.entries);
  if (things.length === 0) return [...notes, `Nothing differs between ${diff.base} and ${diff.head}.`].join('\n');
  const lines: string[] = [...notes, `${diff.base} → ${diff.head}`];
  lines.push(colors.bold(headline(diff.risks)));
  for (const { kind, items } of diff.risks) lines.push(`  ${kind}: ${some(items.map(nameOf)).join(', ')}`);
  let area = '';
  for (const thing of things) {
    if (thing.area !== area) lines.push('', colors.bold(areaTitles[thing.area]));
    area = thing.area;
    lines.push(...thingLines(thing, colors));
  }
  return lines.join('\n');
}

function thingLines({ item, subject, entries }: Told, colors: Colors): string[] {
  const { file, line } = item.place;
  const place = colors.dim(`${file}${line === undefined ? '' : `:${line}`}`);
  const [first] = entries;
  const sign = first?.change === 'added' ? colors.green('+') : first?.change === 'removed' ? colors.red('-') : ' ';
  const what = subject === 'alert' ? '' : `${subject} `;
  return [
    `${sign} ${what}${colors.bold(nameOf(item))}  ${place}`,
    ...entries.flatMap(e => [...entryLines(e, colors), ...reachLines(e)]),
  ];
}

function entryLines(entry: Entry, colors: Colors): string[] {
  const { change, part, before, after } = entry;
  const sense = entry.sensitivity ? `   ${colors.yellow(`${entry.sensitivity} sensitive`)}` : '';
  if (change === 'added' || change === 'removed') return [];
  const label = labelOf(entry);
  if (entry.parts || part === 'expression' || (before ?? '').length + (after ?? '').length > 100)
    return [`    ${label}${sense}`, ...wordLines(before ?? '', after ?? '', colors)];
  if (before === undefined && after === undefined) return [`    ${label}${sense}`];
  return [`    ${label}  ${before ?? '(none)'} → ${after ?? '(none)'}${sense}`];
}

function reachLines(entry: Entry): string[] {
  const [told, readers] = [toldOf(entry), readersOf(entry)];
  return [
    ...(told === undefined ? [] : [`    told  ${told}`]),
    ...(readers.length === 0 ? [] : [`    read by  ${some(readers).join(', ')}`]),
    ...(entry.resets ? [`    for begins anew  ${some(entry.resets).join(', ')}`] : []),
  ];
}

/** Both texts, with what only one of them has marked: in colours, or as `[-…-]` and `{+…+}`. */
function wordLines(before: string, after: string, colors: Colors): string[] {
  const words = diffWords(before, after);
  const plain = colors.red('x') === 'x';
  const side = (of: 'base' | 'head') =>
    words
      .filter(word => word.in === 'both' || word.in === of)
      .map(({ text, in: where }) => {
        if (where === 'both') return text;
        if (plain) return of === 'base' ? `[-${text}-]` : `{+${text}+}`;
        return of === 'base' ? colors.red(colors.inverse(text)) : colors.green(colors.inverse(text));
      })
      .join('')
      .replaceAll('\n', '\n        ');
  return [`      ${colors.red('-')} ${side('base')}`, `      ${colors.green('+')} ${side('head')}`];
}
