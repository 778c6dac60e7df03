import { formatDuration, minutes } from '../core/durations.js';
import type { CheckedGroup, RuleCheck } from './model.js';

/** How old a sample may be for an instant query to take it: Prometheus' --query.lookback-delta, as it comes. */
const lookback = minutes(5);

/** A group that records less often than readers look back: between two evaluations its series are gone (ruling R21). */
export const groupInterval: RuleCheck = {
  id: 'group/interval',
  severity: 'warning',
  *find(rules) {
    const told = new Set<CheckedGroup>();
    for (const { kind, group } of rules) {
      const { interval } = group;
      if (kind !== 'record' || !interval || interval.ms <= lookback.ms || told.has(group)) continue;
      told.add(group);
      const [every, back] = [formatDuration(interval), formatDuration(lookback)];
      yield {
        place: group.placeOf('interval'),
        message: `the group records every ${every}, but a query finds no sample that is older than ${back}: its series come and go`,
        fix: `evaluate it at least every ${back}`,
      };
    }
  },
};
