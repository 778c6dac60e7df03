import type { Diff, Entry } from '../../review/diff/model.js';
import { areaTitles, byThing, labelOf, nameOf, readersOf, some, type Told, toldOf } from '../../review/diff/report.js';
import { headline } from '../../review/diff/risks.js';

/** The most characters that a comment on a pull request may have, and how many are left to whoever posts it: a mark, a link. */
const largest = 65_536;
const left = 536;
/** Texts that are longer are cut: an expression may be as long as it likes. */
const longestName = 120;
const longestText = 3000;
const mostNotes = 10;

/** What differs, as Markdown for a comment on a pull request: what it means first, the rest to be opened. */
export function diffMarkdown(diff: Diff): string {
  const notes = some(diff.notes, mostNotes).map(note => `> ${code(note)}`);
  const sides = `${code(diff.base)} → ${code(diff.head)}`;
  const things = byThing(diff.entries);
  if (things.length === 0) return [`**Nothing differs.** ${sides}`, ...notes].join('\n\n');
  const risks = diff.risks.map(({ kind, items }) => `- ${kind}: ${some(items.map(nameOf)).map(code).join(', ')}`);
  const head = [`**${headline(diff.risks)}** ${sides}`, ...notes, ...(risks.length > 0 ? [risks.join('\n')] : [])];
  let result = head.join('\n\n');
  let area = '';
  for (const [i, thing] of things.entries()) {
    const opens = thing.area === area ? '' : `${area === '' ? '' : closing}${opening(thing, things)}`;
    const part = `${opens}\n\n${thingText(thing)}`;
    const cut = `_${things.length - i} of ${things.length} are cut off: a comment may have ${largest} characters._`;
    if (result.length + part.length + closing.length + cut.length + 2 > largest - left)
      return `${result}${area === '' ? '' : closing}\n\n${cut}`;
    result += part;
    area = thing.area;
  }
  return result + closing;
}

const closing = '\n\n</details>';

function opening({ area }: Told, things: readonly Told[]): string {
  const count = things.filter(thing => thing.area === area).length;
  return `\n\n<details><summary>${areaTitles[area]}: ${count}</summary>`;
}

function thingText({ item, subject, entries }: Told): string {
  const { file, line } = item.place;
  const [first] = entries;
  const whole = first?.change === 'added' || first?.change === 'removed' ? `**${first.change}** ` : '';
  const title = `${whole}${subject} ${code(nameOf(item))} at ${code(line === undefined ? file : `${file}:${line}`)}`;
  return [title, ...entries.flatMap(entryTexts)].join('\n\n');
}

function entryTexts(entry: Entry): string[] {
  const { change, before, after, sensitivity } = entry;
  const [told, readers] = [toldOf(entry), readersOf(entry)];
  const reaches = [
    ...(told === undefined ? [] : [`told: ${code(told)}`]),
    ...(readers.length === 0 ? [] : [`read by: ${some(readers).map(code).join(', ')}`]),
    ...(entry.resets ? [`for begins anew: ${some(entry.resets).map(code).join(', ')}`] : []),
  ];
  if (change === 'added' || change === 'removed') return reaches;
  const label = `${code(labelOf(entry))}${sensitivity ? ` **${sensitivity} sensitive**` : ''}`;
  if (before === undefined && after === undefined) return [label, ...reaches];
  const short = (before ?? '').length + (after ?? '').length <= 100;
  const value = (of: string | undefined) => (of === undefined ? '(none)' : code(of));
  if (short && !entry.parts) return [`${label}: ${value(before)} → ${value(after)}`, ...reaches];
  return [label, block(before, after), ...reaches];
}

/** Both texts in a block of code, which only a line without a sign before it could end. */
function block(before: string | undefined, after: string | undefined): string {
  const side = (sign: string, of: string | undefined) =>
    of === undefined
      ? []
      : cut(of, longestText)
          .split(/\r\n|\r|\n/)
          .map(line => `${sign} ${line}`);
  const lines = [...side('-', before), ...side('+', after)];
  return ['```diff', ...lines, '```'].join('\n');
}

/**
 * A text that people wrote, shown as it is: within `<code>` nobody is mentioned and nothing is linked, and as a number no
 * sign begins HTML, emphasis or code.
 */
const code = (of: string): string =>
  `<code>${cut(of, longestName)
    .replace(/\s+/g, ' ')
    .replace(/[^\w \p{L}]|_/gu, sign => `&#${sign.codePointAt(0)};`)}</code>`;

const cut = (of: string, most: number): string =>
  of.length <= most ? of : `${of.slice(0, most)}… (${of.length - most} characters more)`;
