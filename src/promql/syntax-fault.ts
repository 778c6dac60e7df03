import type { SyntaxNode, Tree } from '@lezer/common';
import { SyntaxFault } from './fault.js';

/** The first place where the grammar found something it did not expect, as a sentence; undefined when there is none. */
export function syntaxFault(tree: Tree, text: string): SyntaxFault | undefined {
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) return describe(cursor.node, text);
  } while (cursor.next());
  return undefined;
}

const places: Readonly<Record<string, string>> = {
  LabelMatchers: 'inside the braces',
  UnquotedLabelMatcher: 'inside the braces',
  GroupingLabels: 'in the list of labels',
  FunctionCallBody: 'in the arguments',
  AggregateExpr: 'in the aggregation',
  AggregateModifier: 'in the aggregation',
  MatchingModifierClause: 'in the matching clause',
  OffsetExpr: 'after offset',
  OffsetDurationExpr: 'after offset',
  StepInvariantExpr: 'after "@"',
};

const wanted: Readonly<Record<string, string>> = {
  LabelMatchers: 'matchers are written name="value", with commas between them',
  UnquotedLabelMatcher: 'matchers are written name="value", with commas between them',
  GroupingLabels: 'labels are names with commas between them',
  AggregateExpr: 'an aggregation is written sum by (label) (expression)',
  AggregateModifier: 'an aggregation is written sum by (label) (expression)',
  MatchingModifierClause: 'matching is written on (label) or ignoring (label)',
  OffsetExpr: 'a duration such as 5m is needed',
  OffsetDurationExpr: 'a duration such as 5m is needed',
  StepInvariantExpr: 'a time in seconds, start() or end() is needed',
};

const token = /\s*(?:#[^\n\r]*\s*)*([\w:.]+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[=!<>]=|[=!]~|.|$)/suy;

function describe(error: SyntaxNode, text: string): SyntaxFault {
  if (/^\s*(?:#[^\n\r]*\s*)*$/.test(text)) return new SyntaxFault('there is no expression here', 0, text.length);
  token.lastIndex = error.from;
  const found = token.exec(text)?.[1] ?? '';
  const to = token.lastIndex;
  const parent = error.parent?.type.name ?? '';
  const where = places[parent] ? ` ${places[parent]}` : '';
  const help = wanted[parent];
  if (found === '') {
    const end = text.trimEnd().length;
    return new SyntaxFault(
      `the expression ends too early${where}${help ? `; ${help}` : ''}`,
      Math.max(0, end - 1),
      end,
    );
  }
  return new SyntaxFault(`unexpected ${quoted(found)}${where}${help ? `; ${help}` : ''}`, to - found.length, to);
}

const quoted = (found: string) => (/^["'`]/.test(found) ? `the string ${found}` : `"${found}"`);
