import { canAgree, factOf, possible } from '../infer/labels.js';
import { type AlertLabels, type Inhibition, type LabelMatcher, type Route, type Routing, sameSeries } from './model.js';

/** Whether something holds for all alerts that a rule can raise, for some of them as far as can be told, or for none. */
export type Verdict = 'always' | 'maybe' | 'never';

/** What matchers have to say of an alert's labels. All of them have to match. */
export function matches(matchers: readonly LabelMatcher[], alert: AlertLabels): Verdict {
  const verdicts = matchers.map(matcher => matchesOne(matcher, alert));
  if (verdicts.includes('never')) return 'never';
  return verdicts.includes('maybe') ? 'maybe' : 'always';
}

function matchesOne({ label, values, negated }: LabelMatcher, alert: AlertLabels): Verdict {
  const fact = factOf(alert, label);
  const can = possible(fact);
  const wanted = (value: string) => values.includes(value) !== negated;
  if (can) {
    if (can.every(wanted)) return 'always';
    return can.some(wanted) ? 'maybe' : 'never';
  }
  // Any value but, where the label is sure, the empty one.
  if (fact?.sure && values.every(value => value === '')) return negated ? 'always' : 'never';
  return 'maybe';
}

/** The routes that the alerts of a rule can end in, in order: the one that surely takes them is the last. */
export function destinations({ routes, fallback }: Pick<Routing, 'routes' | 'fallback'>, alert: AlertLabels): Route[] {
  const reached: Route[] = [];
  for (const route of routes) {
    const verdict = matches(route.when, alert);
    if (verdict !== 'never') reached.push(route);
    if (verdict === 'always') return reached;
  }
  return [...reached, fallback];
}

/** Which of `held` an inhibition can hold back, and by which alerts; one after the other, for who needs only some. */
export function* inhibitedPairs(
  inhibition: Inhibition,
  alerts: readonly AlertLabels[],
  externalLabels: readonly string[],
  held: readonly AlertLabels[] = alerts,
): Generator<{ readonly source: AlertLabels; readonly target: AlertLabels }> {
  const equal = equalLabels(inhibition, alerts, externalLabels);
  const is = (side: 'source' | 'target', alert: AlertLabels) => matches(inhibition[side], alert);
  const sources = alerts.filter(alert => is('source', alert) !== 'never');
  for (const target of held) {
    if (is('target', target) === 'never') continue;
    const targetIsSource = is('source', target) === 'always' && is('target', target) === 'always';
    for (const source of sources) {
      // Alertmanager lets no alert that is on both sides hold back another such one, nor itself.
      if (targetIsSource && is('source', source) === 'always' && is('target', source) === 'always') continue;
      if (equal.every(label => canAgree(factOf(source, label), factOf(target, label)))) yield { source, target };
    }
  }
}

/** The labels in which source and target of an inhibition have to agree, the external ones of the site included. */
export function equalLabels(
  { source, target, equal }: Inhibition,
  alerts: readonly AlertLabels[],
  externalLabels: readonly string[],
): string[] {
  const labels = equal === sameSeries ? seriesLabels(source, target, alerts) : equal;
  return [...new Set([...labels, ...externalLabels])];
}

/**
 * The name, and every label of the alerts of which one name is on both sides, but for the two scales. A label that only
 * some of the names have does no harm: where both sides lack it they agree.
 */
function seriesLabels(
  source: readonly LabelMatcher[],
  target: readonly LabelMatcher[],
  alerts: readonly AlertLabels[],
): string[] {
  const of = (side: readonly LabelMatcher[]) => alerts.filter(alert => matches(side, alert) !== 'never');
  const [sources, targets] = [of(source), of(target)];
  const [sourceNames, targetNames] = [sources, targets].map(side => new Set(side.map(({ name }) => name)));
  const paired = [...sources, ...targets].filter(({ name }) => sourceNames?.has(name) && targetNames?.has(name));
  const labels = new Set(paired.flatMap(alert => [...alert.labels.keys()]));
  for (const scale of ['alertname', 'severity', 'priority']) labels.delete(scale);
  return ['alertname', ...[...labels].sort()];
}
