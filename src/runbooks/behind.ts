import { once } from '../core/once.js';
import type { AlertingRule, RecordingRule, RuleGroup } from '../prometheus/model.js';
import { namesIn, writersOf } from '../prometheus/proof/closure.js';

/** Asked for each alert and each page anew, of the same groups. */
const writersIn = once((groups: readonly RuleGroup[]) => writersOf(groups));

/** The recording rules that write what some alerts read, directly or not: nearest first, each once. */
export function recordingsBehind(rules: readonly AlertingRule[], groups: readonly RuleGroup[]): RecordingRule[] {
  const writers = writersIn(groups);
  const names = new Set(rules.flatMap(rule => [...namesIn(rule.expr)]));
  const found: RecordingRule[] = [];
  // A set grows while it is walked: names added here are looked at in their turn.
  for (const name of names) {
    for (const writer of writers.get(name) ?? []) {
      found.push(writer);
      for (const read of namesIn(writer.expr)) names.add(read);
    }
  }
  return found;
}
