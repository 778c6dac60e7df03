import { TelltaleError } from '../../core/errors.js';
import { type Item, textOf } from '../../foreign/document.js';
import { positions } from '../../foreign/lines.js';
import type { ForeignGroup, ForeignRule, ShapeFault, Text } from '../../foreign/model.js';
import { readRuleFile } from '../../foreign/rule-files.js';
import type { SideFile } from './files.js';
import type { SideGroup, SideRule } from './model.js';

/**
 * The groups of a rule file; none where it is something else. `doubtful` hears what Prometheus would not load.
 * @throws TelltaleError when it cannot be read at all.
 */
export function readGroups({ path, shown, text }: SideFile, doubtful: (note: string) => void): SideGroup[] {
  const { groups, faults, unreadable } = readRuleFile(text);
  const at = positions(text);
  const told = ({ message, at: offset }: ShapeFault) => `${shown}:${at(offset).line}: ${message}`;
  const [fault] = faults;
  if (unreadable && fault) throw new TelltaleError(told(fault), { fix: 'mend the file, or leave it out' });
  if (fault && groups.some(({ rules }) => rules.length > 0)) {
    const more = faults.length > 1 ? `, and ${faults.length - 1} more that telltale check names` : '';
    doubtful(`${told(fault)}; Prometheus does not load such a file${more}`);
  }
  const place = (start: number) => () => ({ file: shown, ...at(start) });
  return groups.map(
    (group): SideGroup => ({
      file: path,
      name: group.name.value,
      interval: group.interval?.value ?? '',
      settings: settingsOf(group, text),
      rules: group.rules.map(rule => readRule(rule, group, place(rule.start))),
      place: place(group.start),
    }),
  );
}

/** With the labels of its group, which is where newer versions of Prometheus let them be written too. */
function readRule(rule: ForeignRule, group: ForeignGroup, place: SideRule['place']): SideRule {
  const { kind, name, expr } = rule;
  return {
    kind,
    name: name.value,
    expr: expr.value,
    for: rule.for?.value ?? '',
    keepFiringFor: rule.keepFiringFor?.value ?? '',
    labels: group.labels.size === 0 ? textsOf(rule.labels) : { ...textsOf(group.labels), ...textsOf(rule.labels) },
    annotations: textsOf(rule.annotations),
    place,
  };
}

function textsOf(texts: ReadonlyMap<string, Text>): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [name, { value }] of texts) found[name] = value;
  return found;
}

const notSettings = new Set(['name', 'interval', 'labels', 'rules']);

function settingsOf({ fields }: ForeignGroup, source: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [name, item] of fields) if (!notSettings.has(name)) found[name] = settingText(item, source);
  return found;
}

/** Beyond this depth nobody writes a setting. */
const deepest = 5;

function settingText(item: Item, source: string, depth = 0): string {
  if (item.kind === 'scalar') return textOf(source, item);
  if (depth === deepest) return '…';
  const below = (of: Item) => settingText(of, source, depth + 1);
  if (item.kind === 'sequence') return item.items.map(below).join(', ');
  return item.entries.map(([name, value]) => `${below(name)}: ${below(value)}`).join(', ');
}
