import { type Duration, formatDuration, milliseconds } from '../core/durations.js';
import type { RuleCheck } from './model.js';

/** A `for` or `keep_firing_for` that the evaluations of the group do not fall on: it lasts until the next of them. */
export const alertHold: RuleCheck = {
  id: 'alert/hold',
  severity: 'info',
  *find(rules) {
    for (const rule of rules) {
      const { interval } = rule.group;
      if (rule.kind !== 'alert' || !interval || interval.ms === 0) continue;
      for (const [field, hold] of [
        ['for', rule.for],
        ['keep_firing_for', rule.keepFiringFor],
      ] as const) {
        const over = hold.ms % interval.ms;
        if (over === 0) continue;
        const lasts = milliseconds(hold.ms - over + interval.ms);
        yield {
          place: rule.placeOf('fields', field),
          ...(hold.ms < interval.ms && { severity: 'warning' as const }),
          message: `${field} ${formatDuration(hold)} lasts ${formatDuration(lasts)}: the group is evaluated every ${formatDuration(interval)}`,
          fix: `write ${formatDuration(lasts)}${choice(hold, interval)}`,
        };
      }
    }
  },
};

const choice = (hold: Duration, interval: Duration): string =>
  hold.ms < interval.ms ? `, or evaluate the group at least every ${formatDuration(hold)}` : '';
