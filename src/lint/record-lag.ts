import { type Duration, formatDuration } from '../core/durations.js';
import type { CheckedRule, RuleCheck } from './model.js';
import { pointAt, type Read, readsOf, recordersOf } from './reads.js';

/**
 * A recorded series is as new as the last evaluation of its group. A range that is shorter than that is empty at times;
 * and where an alert reads nothing else, a `for` that is shorter is over before there is a second value.
 */
export const recordLag: RuleCheck = {
  id: 'record/lag',
  severity: 'warning',
  *find(rules) {
    const recorders = recordersOf(rules);
    for (const rule of rules) {
      const reads = readsOf(rule.expr);
      const lagging = reads.flatMap(read => {
        const every = shortestInterval(recorders.get(read.name));
        return every ? [{ ...read, every }] : [];
      });
      for (const { name, selector, range, every } of lagging) {
        if (range?.kind !== 'duration' || range.ms >= every.ms) continue;
        yield {
          ...pointAt(rule, selector),
          message: `${name} is recorded every ${formatDuration(every)}: a range of ${formatDuration(range)} holds no sample at times`,
          fix: `take at least ${formatDuration(every)}, or record ${name} more often`,
        };
      }
      const newest = lagging.filter(read => judgedAsItIs(read) && read.every.ms > rule.for.ms);
      const [first] = newest;
      if (!first || rule.for.ms === 0 || newest.length < reads.length) continue;
      if (recorders.get(first.name)?.some(({ group }) => group === rule.group)) continue;
      yield {
        place: rule.placeOf('fields', 'for'),
        message: `${first.name} is recorded every ${formatDuration(first.every)}: within "for" ${formatDuration(rule.for)} there is only one value to judge`,
        fix: `let "for" be ${formatDuration(first.every)} or longer, or record ${first.name} more often`,
      };
    }
  },
};

const judgedAsItIs = ({ range, past, absent }: Read): boolean => !range && !past && !absent;

/** How often the series is written by the rule that writes it most often; undefined where one says nothing. */
function shortestInterval(recorders: readonly CheckedRule[] | undefined): Duration | undefined {
  let shortest: Duration | undefined;
  for (const { group } of recorders ?? []) {
    if (!group.interval) return undefined;
    if (!shortest || group.interval.ms < shortest.ms) shortest = group.interval;
  }
  return shortest;
}
