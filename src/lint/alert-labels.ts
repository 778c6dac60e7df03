import type { AlertLabels } from '../alertmanager/model.js';
import { infer } from '../infer/infer.js';
import type { LabelFact } from '../infer/model.js';
import { alertLabels } from '../prometheus/render.js';
import type { Subject } from './model.js';
import { rulesOf } from './queries.js';

const sure = (value: string): LabelFact => ({ sure: true, values: value.includes('{{') ? undefined : [value] });

/** What labels the alerts of each alerting rule have when they reach Alertmanager, one entry a rule, in their order. */
export function alertLabelsOf(subject: Pick<Subject, 'world' | 'site' | 'groups'>): AlertLabels[] {
  const { world, site } = subject;
  return rulesOf(subject).flatMap(rule => {
    if (rule.kind !== 'alert') return [];
    const result = infer(rule.expr, world);
    const labels = new Map<string, LabelFact>([['alertname', sure(rule.name)]]);
    // As Prometheus does: the rule's labels replace those of its series, the site's are added where there are none.
    for (const [label, value] of Object.entries(site.externalLabels)) labels.set(label, sure(value));
    for (const [label, fact] of result.labels) labels.set(label, fact);
    for (const [label, value] of Object.entries(alertLabels(rule))) labels.set(label, sure(value));
    return [{ name: rule.name, labels, others: result.others }];
  });
}
