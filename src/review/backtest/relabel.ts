import type { Matcher, Node } from '../../promql/ast.js';
import { binary, call, number, string } from '../../promql/nodes.js';

const replace = (of: Node, to: string, text: string, from: string, regex: string): Node =>
  call('label_replace', [of, ...[to, text, from, regex].map(string)]);

/** The expression with a label set; an empty text takes it away. Prints `label_replace(of, "label", "text", "", "")`. */
export const labelled = (of: Node, label: string, text: string): Node =>
  replace(of, label, text.replaceAll('$', '$$$$'), '', '');

const mark = 'telltale_kept';

/**
 * The series of any expression that a matcher lets through: they are marked by a label, and the mark is looked for. What
 * a selector does with its own series.
 */
export function filtered(of: Node, { label, op, value }: Matcher): Node {
  const regex = op === '=' || op === '!=' ? value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : value;
  const marked = replace(of, mark, 'y', label, regex);
  const rhs = labelled(call('vector', [number(1)]), mark, 'y');
  const matching = { by: 'on', labels: [mark] } as const;
  if (op === '!=' || op === '!~') return binary({ op: 'unless', lhs: marked, rhs, matching });
  return labelled(binary({ op: 'and', lhs: marked, rhs, matching }), mark, '');
}
