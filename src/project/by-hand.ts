import type { AlertingRule, Rule, SeriesSpec } from '../prometheus/model.js';

/**
 * The input that authors wrote for the proofs of their alerts, as the proofs will ask for it: it may follow from more
 * than the content's code, so that its text alone does not say whether it has changed.
 */
export async function inputsByHand(rules: readonly Rule[]): Promise<(readonly SeriesSpec[])[]> {
  const alerts = rules.filter((rule): rule is AlertingRule => rule.kind === 'alert');
  if (alerts.every(rule => rule.given === undefined)) return [];
  const { valuesByHand } = await import('../prometheus/proof/inputs.js');
  return alerts.flatMap(rule => {
    const { given } = rule;
    if (!given) return [];
    const siblings = alerts.filter(({ name }) => name === rule.name);
    const { bad, good } = valuesByHand(rule, siblings);
    return [given(bad), given(good)];
  });
}
