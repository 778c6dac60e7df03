import { type Finding, type Place, sortFindings } from '../core/findings.js';
import { alignment } from '../foreign/alignment.js';
import { positions } from '../foreign/lines.js';
import type { ForeignRule, Text } from '../foreign/model.js';
import { readRuleFile } from '../foreign/rule-files.js';
import { parse } from '../promql/parse.js';
import { checkQuery, checkRules, queryChecks, ruleChecks } from './index.js';
import type { CheckedRule, Query, Surroundings } from './model.js';

/** A file that somebody else wrote. */
export interface SourceFile {
  /** As findings are to name it. */
  readonly path: string;
  readonly text: string;
}

/** What was found in files, and how much there was to look at. */
export interface CheckedFiles {
  readonly findings: readonly Finding[];
  readonly rules: number;
}

/** The ids of everything that `checkFiles` may find. */
export const fileChecks = (): string[] => [
  'file/shape',
  'expr/syntax',
  ...[...queryChecks, ...ruleChecks].map(c => c.id),
];

/** Checks rule files: that Prometheus would load them, and everything that holds of rules whoever wrote them. */
export function checkFiles(files: readonly SourceFile[], surroundings: Surroundings): CheckedFiles {
  const findings: Finding[] = [];
  const rules: CheckedRule[] = [];
  let count = 0;
  for (const { path, text } of files) {
    const { groups, faults } = readRuleFile(text);
    const at = positions(text);
    const locate: Locate = (offset, item) => ({ file: path, ...(item !== undefined && { item }), ...at(offset) });
    for (const { message, fix, at: offset } of faults)
      findings.push({
        id: 'file/shape',
        severity: 'error',
        place: locate(offset, undefined),
        message,
        ...(fix !== undefined && { fix }),
      });
    for (const { name, rules: inGroup } of groups) {
      count += inGroup.length;
      for (const rule of inGroup) {
        const read = readQuery(rule, text, locate);
        if ('id' in read) findings.push(read);
        else {
          findings.push(...checkQuery(read, surroundings));
          rules.push(checkedRule(rule, name.value, read, text, locate));
        }
      }
    }
  }
  findings.push(...checkRules(rules, surroundings));
  return { findings: sortFindings(findings), rules: count };
}

type Locate = (offset: number, item: string | undefined) => Place;

/** The expression of a rule, or why it is none. */
function readQuery(rule: ForeignRule, source: string, locate: Locate): Query | Finding {
  const item = rule.name.value;
  const text = rule.expr.value;
  const placeAt = placesIn(rule.expr, source, locate, item);
  const parsed = parse(text);
  if (!parsed.ok) {
    const { message, from, to } = parsed.error;
    const place = placeAt(from);
    return { id: 'expr/syntax', severity: 'error', place, message, source: text, span: { from, to } };
  }
  const { node: expr, spans } = parsed;
  return { expr, use: rule.kind, place: locate(rule.start, item), written: { text, spans, placeAt } };
}

/** The place of an offset into a text of the file; worked out only when something is to be shown. */
function placesIn(text: Text, source: string, locate: Locate, item: string): (offset: number) => Place {
  let offsets: readonly number[] | undefined;
  return offset => {
    offsets ??= alignment(source, text.scalar);
    return locate(offsets[offset] ?? text.scalar.start, item);
  };
}

function checkedRule(rule: ForeignRule, group: string, query: Query, source: string, locate: Locate): CheckedRule {
  const values = (texts: ReadonlyMap<string, Text>) =>
    Object.fromEntries([...texts].map(([k, { value }]) => [k, value]));
  return {
    kind: rule.kind,
    name: rule.name.value,
    group,
    expr: query.expr,
    labels: values(rule.labels),
    annotations: values(rule.annotations),
    place: query.place,
    placeOf: (part, name) => {
      const text = rule[part].get(name);
      return text ? placesIn(text, source, locate, rule.name.value)(0) : query.place;
    },
  };
}
