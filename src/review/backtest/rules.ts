import { parseDuration } from '../../core/durations.js';
import { parse } from '../../promql/parse.js';
import type { SideGroup, SideRule } from '../side/model.js';
import type { RecordedSeries, ReplayedAlert, RuleFault, RuleSet } from './model.js';

/**
 * The rules of groups, as they are replayed. A group without an interval has that of the server, `evaluationInterval` in
 * milliseconds. A rule that cannot be read is a fault. Never throws.
 */
export function readRules(groups: readonly SideGroup[], evaluationInterval: number): RuleSet {
  const alerts: ReplayedAlert[] = [];
  const records: RecordedSeries[] = [];
  const faults: RuleFault[] = [];
  for (const group of groups) {
    const interval = (group.interval === '' ? 0 : milliseconds(group.interval)) || evaluationInterval;
    for (const rule of group.rules) {
      const fault = (message: string) => {
        const { file, line } = rule.place();
        faults.push({ kind: rule.kind, name: rule.name, place: line ? `${file}:${line}` : file, message });
      };
      const parsed = parse(rule.expr);
      const common = { name: rule.name, group: group.name, interval, labels: rule.labels };
      const waits = waitsOf(rule);
      if (!parsed.ok) fault(`its expression cannot be read: ${parsed.error.message}`);
      else if (rule.kind === 'record') records.push({ ...common, kind: 'record', expr: parsed.node });
      else if (!waits) fault(`"${rule.for || rule.keepFiringFor}" is no duration`);
      else alerts.push({ ...common, kind: 'alert', expr: parsed.node, waits });
    }
  }
  return { alerts, records, faults };
}

function waitsOf(rule: SideRule) {
  const [hold, keep] = [milliseconds(rule.for || '0'), milliseconds(rule.keepFiringFor || '0')];
  return hold === undefined || keep === undefined ? undefined : { for: hold, keepFiringFor: keep };
}

const milliseconds = (text: string): number | undefined => parseDuration(text)?.ms;
