import type { Finding } from '../core/findings.js';
import type { ForeignGroup, ForeignRule, Text } from '../foreign/model.js';
import type { RuleFile } from '../foreign/rule-files.js';
import { commentsIn } from '../promql/comments.js';
import { type Locate, placesIn } from './places.js';
import { marker } from './waiver-text.js';
import { hold, noScopes, type Scope, type WaiverScopes } from './waivers-in-files.js';

/** A part of a rule file in which waivers hold: a document, a group or a rule. */
interface Part extends Scope {
  readonly offset: number;
  /** Where the comments right before it begin, each on a line of its own. */
  readonly lead: number;
  readonly rule?: ForeignRule;
  readonly group?: ForeignGroup;
}

/**
 * The waivers in the comments of a rule file. One on a line of its own right before a rule or a group is about that; any
 * other is about the innermost of rule, group and document that it stands in. A comment of the expression itself counts
 * too. In JSON there are only those.
 */
export function ruleWaivers({ groups }: RuleFile, text: string, locate: Locate): WaiverScopes {
  if (!text.includes(marker)) return noScopes;
  const parts = partsOf(groups, text, locate);
  const faults: Finding[] = [];
  for (const { from, written, inside } of commentsOf(text, parts)) {
    const about = leads(firstAfter(parts, from), inside, from, locate) ?? inside;
    faults.push(...hold(about, written, locate(from, about.rule?.name.value)));
  }
  for (const part of parts) {
    const { rule } = part;
    if (!rule?.expr.value.includes(marker)) continue;
    const placeAt = placesIn(rule.expr, text, locate, rule.name.value);
    for (const { text: comment, from } of commentsIn(rule.expr.value)) {
      const written = afterMarker(comment);
      if (written !== undefined) faults.push(...hold(part, written, placeAt(from)));
    }
  }
  return { file: locate(0, undefined).file, scopes: parts, faults };
}

/** Documents, groups and rules in the order of the text. */
function partsOf(groups: readonly ForeignGroup[], text: string, locate: Locate): Part[] {
  const parts: Part[] = [];
  const part = (offset: number, more: Pick<Part, 'rule' | 'group' | 'within'> = {}): Part => {
    const lead = more.within ? leadOf(text, offset) : offset;
    const made = { offset, lead, start: locate(offset, undefined), held: [], ...more };
    parts.push(made);
    return made;
  };
  const documents = documentStarts(text).map(offset => part(offset));
  for (const group of groups) {
    const document = lastUpTo(documents, group.start);
    const whole = part(group.start, { group, ...(document && { within: document }) });
    for (const rule of group.rules) part(rule.start, { rule, within: whole });
  }
  // A group may begin with its rules; an alias names what stands above.
  return parts
    .map((p, i) => [p, i] as const)
    .sort(([a, i], [b, j]) => a.offset - b.offset || i - j)
    .map(([p]) => p);
}

/** The first document begins with the text, whatever comments stand before its `---`. */
function documentStarts(text: string): number[] {
  const marks = [...text.matchAll(/^---/gm)].map(({ index }) => index);
  const [first] = marks;
  const early = first !== undefined && /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*$/.test(text.slice(0, first));
  return [0, ...marks.slice(early ? 1 : 0)];
}

const blankOrComment = /^\s*(?:#[^\n]*|-\s*)?$/;

/** Over the lines above an item that hold nothing but comments. */
function leadOf(text: string, offset: number): number {
  let lead = text.lastIndexOf('\n', offset - 1) + 1;
  if (!/^[\s-]*$/.test(text.slice(lead, offset))) return offset;
  while (lead > 0) {
    const above = text.lastIndexOf('\n', lead - 2) + 1;
    if (!blankOrComment.test(text.slice(above, lead - 1))) break;
    lead = above;
  }
  return lead;
}

/** The comments with the marker, and the part that each stands in. One lasts to the end of its line. */
function* commentsOf(
  text: string,
  parts: readonly Part[],
): Generator<{ readonly from: number; readonly written: string; readonly inside: Part }> {
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
    let from = at - 1;
    while (text[from] === ' ' || text[from] === '\t') from--;
    if (text[from] !== '#' || !/\s/.test(text[from - 1] ?? '\n')) continue;
    const inside = lastUpTo(parts, from);
    if (!inside || isInText(inside, from)) continue;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    yield { from, written: text.slice(at + marker.length, end), inside };
    at = end;
  }
}

const afterMarker = (comment: string): string | undefined =>
  comment.trimStart().startsWith(marker) ? comment.trimStart().slice(marker.length) : undefined;

/** The next part, where a comment belongs to it: it stands right before it, and no deeper than the fields of a rule before. */
function leads(next: Part | undefined, inside: Part, comment: number, locate: Locate): Part | undefined {
  if (!next || comment < next.lead) return undefined;
  const column = (offset: number) => locate(offset, undefined).column ?? 0;
  return inside.rule && column(comment) >= column(next.offset) ? undefined : next;
}

/** Whether an offset lies in one of the texts of a rule or group, which are no comments. */
function isInText({ rule, group }: Part, offset: number): boolean {
  const texts: readonly (Text | undefined)[] = rule
    ? [rule.name, rule.expr, rule.for, rule.keepFiringFor, ...rule.labels.values(), ...rule.annotations.values()]
    : [group?.name, group?.interval];
  return texts.some(t => t !== undefined && t.scalar.event.valueStart <= offset && offset < t.scalar.event.valueEnd);
}

function lastUpTo(parts: readonly Part[], offset: number): Part | undefined {
  return parts[lastIndex(parts, offset)];
}

const firstAfter = (parts: readonly Part[], offset: number): Part | undefined => parts[lastIndex(parts, offset) + 1];

function lastIndex(parts: readonly Part[], offset: number): number {
  let [low, high] = [-1, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((parts[middle] as Part).offset <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
