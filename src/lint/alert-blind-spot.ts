import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import { passes } from '../infer/labels.js';
import type { Node, VectorSelector } from '../promql/ast.js';
import { isPushed, isScraped, noticesEnd, worldWithout, worldWithUp } from './ended-world.js';
import type { CheckedRule, RuleCheck } from './model.js';
import { recordersOf } from './reads.js';
import { selectorsOf } from './selectors.js';

/**
 * An alert that falls silent when its series end, as if all were well again, where no other alert notices that: its
 * targets are gone and nothing looks at `up`, or a Pushgateway has lost what was pushed and nothing looks for it.
 * Rules of others may be a part only: of them it speaks where they show that somebody looks at such ends.
 */
export const alertBlindSpot: RuleCheck = {
  id: 'alert/blind-spot',
  severity: 'warning',
  *find(rules, { world, whole }) {
    if (world.open) return;
    const alerts = alertsOf(rules);
    const spots = new Map<string, Spot>();
    const add = (key: string, spot: Omit<Spot, 'alerts'>, { rule }: Alert) => {
      const known = spots.get(key) ?? { ...spot, alerts: new Map() };
      if (!known.alerts.has(rule.name)) known.alerts.set(rule.name, rule);
      spots.set(key, known);
    };

    const down = worldWithUp(worldWithout(world, rules, isScraped), 0);
    const lost = worldWithout(world, rules, series => series.name === 'up' || isScraped(series));
    const watchers = alerts.filter(
      ({ rule, parts, selectors }) =>
        noticesEnd(rule.expr, parts, lost) ||
        (selectors.some(({ name }) => name === 'up') && !infer(rule.expr, down).empty),
    );
    for (const alert of alerts) {
      const open = unwatchedJobs(alert, watchers, world);
      if (open.length === 0 || !silent(alert, world, down)) continue;
      for (const job of open) {
        const up = job === undefined ? 'up' : `up{job="${job}"}`;
        const targets = job === undefined ? 'its targets' : `the targets of job "${job}"`;
        add(up, { what: `${targets} are gone`, fix: `add alerts on ${up} == 0 and on absent(${up})` }, alert);
      }
    }

    const pushed = new Map<string, World>();
    for (const alert of alerts) {
      for (const { name } of alert.selectors) {
        const series = name === undefined ? undefined : world.series(name);
        if (name === undefined || name === pushTime || !series || !isPushed(series)) continue;
        const without = pushed.get(name) ?? worldWithout(world, rules, of => of.name === name || of.name === pushTime);
        pushed.set(name, without);
        if (!silent(alert, world, without)) continue;
        const what = `the Pushgateway has lost ${name}`;
        add(name, { what, fix: `add an alert on absent_over_time(${name}[1d])` }, alert);
      }
    }
    const seen = [...pushed].filter(([, without]) =>
      alerts.some(({ rule, parts }) => noticesEnd(rule.expr, parts, without)),
    );
    for (const [name] of seen) spots.delete(name);
    if (!whole && watchers.length === 0 && seen.length === 0) return;

    for (const { what, fix, alerts: blind } of spots.values()) {
      const [first, ...others] = [...blind.values()];
      if (!first) continue;
      yield {
        place: first.place,
        message: `when ${what}, ${first.name} falls silent${also(others)}, as if all were well, and no alert notices`,
        fix,
      };
    }
  },
};

/** What the Pushgateway itself says of each group. */
const pushTime = 'push_time_seconds';

/** What nobody notices, and who falls silent by it. */
interface Spot {
  readonly what: string;
  readonly fix: string;
  readonly alerts: Map<string, CheckedRule>;
}

/** An alert with the expressions that it is made of: its own and those of what rules record for it. */
interface Alert {
  readonly rule: CheckedRule;
  readonly parts: readonly Node[];
  readonly selectors: readonly VectorSelector[];
}

function alertsOf(rules: readonly CheckedRule[]): Alert[] {
  const recorders = recordersOf(rules);
  return rules.flatMap(rule => {
    if (rule.kind !== 'alert') return [];
    const parts = [rule.expr];
    const selectors: VectorSelector[] = [];
    const seen = new Set<string>();
    for (let i = 0; i < parts.length && i < mostParts; i++) {
      for (const selector of selectorsOf({ expr: parts[i] as Node })) {
        selectors.push(selector);
        const { name } = selector;
        if (name === undefined || seen.has(name)) continue;
        seen.add(name);
        for (const { expr } of recorders.get(name) ?? []) parts.push(expr);
      }
    }
    return [{ rule, parts, selectors }];
  });
}

/** What is made of more is not followed further. */
const mostParts = 100;

/** The jobs that an alert is about and no watcher is; undefined for any job. */
function unwatchedJobs(alert: Alert, watchers: readonly Alert[], world: World): (string | undefined)[] {
  const jobs = new Set(alert.selectors.flatMap(selector => infer(selector, world).labels.get('job')?.values ?? []));
  if (jobs.size === 0) return watchers.length === 0 ? [undefined] : [];
  return [...jobs].filter(job => !watchers.some(watcher => watcher.selectors.some(of => mayHave(of, job))));
}

const mayHave = ({ matchers }: VectorSelector, job: string): boolean =>
  matchers.every(matcher => matcher.label !== 'job' || passes(matcher, job) !== false);

const silent = ({ rule }: Alert, world: World, ended: World): boolean =>
  infer(rule.expr, ended).empty && !infer(rule.expr, world).empty;

function also(others: readonly CheckedRule[]): string {
  if (others.length === 0) return '';
  return others.length === 1 ? `, and so does ${others[0]?.name}` : `, and so do ${others.length} others`;
}
