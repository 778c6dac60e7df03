import { parseDuration } from '../../core/durations.js';
import { positions } from '../../foreign/lines.js';
import type { ForeignGroup, ForeignRule, Text } from '../../foreign/model.js';
import { readRuleFile } from '../../foreign/rule-files.js';
import type { SourceFile } from '../../lint/files.js';
import { parse } from '../../promql/parse.js';
import type { RecordedSeries, ReplayedAlert, RuleFault, RuleSet } from './model.js';

/**
 * The rules in the text of rule files. A group without an interval has that of the server, `evaluationInterval` in
 * milliseconds. What cannot be read is a fault. Never throws.
 */
export function readRules(files: readonly SourceFile[], evaluationInterval: number): RuleSet {
  const alerts: ReplayedAlert[] = [];
  const records: RecordedSeries[] = [];
  const faults: RuleFault[] = [];
  for (const { path, text } of files) {
    const at = positions(text);
    const place = (offset: number) => `${path}:${at(offset).line}`;
    const file = readRuleFile(text);
    for (const { message, at: offset } of file.faults) faults.push({ name: undefined, place: place(offset), message });
    for (const group of file.groups) {
      for (const rule of group.rules) {
        const parsed = parse(rule.expr.value);
        if (!parsed.ok) {
          const { message } = parsed.error;
          faults.push({ name: rule.name.value, place: place(rule.start), message: `its expression: ${message}` });
        } else if (rule.kind === 'alert')
          alerts.push({
            ...common(rule, group, evaluationInterval),
            kind: 'alert',
            expr: parsed.node,
            waits: waits(rule),
          });
        else records.push({ ...common(rule, group, evaluationInterval), kind: 'record', expr: parsed.node });
      }
    }
  }
  return { alerts, records, faults };
}

function common(rule: ForeignRule, group: ForeignGroup, evaluationInterval: number) {
  return {
    name: rule.name.value,
    group: group.name.value,
    interval: milliseconds(group.interval) || evaluationInterval,
    labels: Object.fromEntries([...rule.labels].map(([name, { value }]) => [name, value])),
  };
}

const waits = (rule: ForeignRule) => ({
  for: milliseconds(rule.for),
  keepFiringFor: milliseconds(rule.keepFiringFor),
});

/** What is no duration is a fault of the file already. */
const milliseconds = (text: Text | undefined): number => (text && parseDuration(text.value)?.ms) ?? 0;
