import { once } from '../../core/once.js';
import type { Call, Node } from '../../promql/ast.js';
import { get, type Labels, labelSet, noLabels, remembered, setting } from './labels.js';
import type { Sample } from './model.js';
import { anchored } from './storage.js';

const text = (node: Node): string => (node.kind === 'string' ? node.value : '');

/** label_replace: `$1` and `${name}` stand for what the pattern caught. */
export function replaced(node: Call, samples: readonly Sample[]): Sample[] {
  const replace = replacementOf(node);
  return samples.map(({ labels, value }) => ({ labels: replace(labels), value }));
}

const replacementOf = once((node: Call) => {
  const [dst = '', replacement = '', src = '', pattern = ''] = node.args.slice(1).map(text);
  const regex = anchored(pattern);
  return remembered(labels => {
    const match = regex.exec(get(labels, src));
    if (!match) return labels;
    const put = replacement.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar, a, b) => {
      const name = a ?? b;
      return dollar ?? (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
    });
    return setting(labels, { [dst]: put });
  });
});

/** label_join. */
export function joined(node: Call, samples: readonly Sample[]): Sample[] {
  const [dst = '', separator = '', ...sources] = node.args.slice(1).map(text);
  return samples.map(({ labels, value }) => {
    const parts = sources.map(name => get(labels, name)).join(separator);
    return { labels: setting(labels, { [dst]: parts }), value };
  });
}

/** What absent() knows of the series that is not there: the labels that equality matchers fix. */
export function absentLabels(node: Node): Labels {
  const selector = node.kind === 'matrix' ? node.selector : node;
  if (selector.kind !== 'selector') return noLabels;
  const names = selector.matchers.map(m => m.label);
  const fixed = selector.matchers.filter(m => m.op === '=' && names.indexOf(m.label) === names.lastIndexOf(m.label));
  return labelSet(fixed.filter(m => m.label !== '__name__').map(m => [m.label, m.value] as const));
}
