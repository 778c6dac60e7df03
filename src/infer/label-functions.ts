import type { Call, Node } from '../promql/ast.js';
import { factOf } from './labels.js';
import type { Inferred, LabelFact } from './model.js';

const text = (node: Node | undefined): string | undefined => (node?.kind === 'string' ? node.value : undefined);

/** label_replace(): the label is set where the regex matches, and stays what it was elsewhere. */
export function labelReplace(node: Call, of: Inferred): Inferred {
  const [dst, replacement, source, regex] = node.args.slice(1).map(text);
  if (dst === undefined) return of;
  const always = (regex === '' && source === '') || regex === '.*' || regex === '(.*)';
  const fixed = replacement !== undefined && !replacement.includes('$');
  if (always && fixed)
    return withLabel(of, dst, replacement === '' ? undefined : { sure: true, values: [replacement] });
  const copied = source !== undefined && regex === '(.*)' && (replacement === '$1' || replacement === '${1}');
  if (copied) return withLabel(of, dst, factOf(of, source));
  const before = factOf(of, dst);
  const values = fixed && before?.values ? [...new Set([...before.values, replacement])] : undefined;
  return withLabel(of, dst, { sure: false, values });
}

/** label_join(): the label is the joined values; empty, and so absent, when all of them are. */
export function labelJoin(node: Call, of: Inferred): Inferred {
  const [dst, , ...sources] = node.args.slice(1).map(text);
  if (dst === undefined) return of;
  const sure = sources.some(s => s !== undefined && factOf(of, s)?.sure);
  return withLabel(of, dst, { sure, values: undefined });
}

function withLabel(of: Inferred, label: string, fact: LabelFact | undefined): Inferred {
  const labels = new Map(of.labels);
  if (fact) labels.set(label, fact);
  else labels.delete(label);
  return { ...of, labels };
}
