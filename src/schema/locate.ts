import { at, type Json, objectsIn, partsOf } from './document.js';
import type { Kind } from './problem.js';

/** A place in a document, in words. */
export interface Location {
  /** The named things on the way, e.g. `Chat › Chat latency, tail › A`; empty for the document itself. */
  readonly item: string;
  /** The innermost thing of a kind, e.g. `a timeseries panel`. */
  readonly noun: string;
  /** The way from there, e.g. `options.legend`; empty for the thing itself. */
  readonly path: string;
}

const documents: Readonly<Record<Kind, string>> = {
  dashboard: 'the dashboard',
  rules: 'the rule file',
  'rule-test': 'the rule test file',
  prometheus: 'the Prometheus config',
  alertmanager: 'the Alertmanager config',
  datasources: 'the datasource file',
  'dashboard-provider': 'the dashboard provider file',
};

/** How the elements of a list are called, by the list's key, and what names one of them. */
const lists: Readonly<Record<string, (value: Json) => readonly [noun: string, name: unknown]>> = {
  panels: panel => [panel.type === 'row' ? 'a row' : kindOf(panel.type, 'panel'), panel.title],
  targets: target => [kindOf(at(target, 'datasource', 'type'), 'target'), target.refId],
  variables: variable => [kindOf(variable.type, 'variable'), variable.name],
  annotations: annotation => ['an annotation', annotation.name],
  links: link => ['a link', link.title],
  overrides: override => ['an override', at(override, 'matcher', 'options')],
  transformations: transformation => ['a transformation', transformation.id],
  groups: group => ['a rule group', group.name],
  rules: rule =>
    'alert' in rule ? ['an alerting rule', rule.alert] : [rule.record ? 'a recording rule' : 'a rule', rule.record],
  tests: test => ['a test', test.name],
  alert_rule_test: test => ['an alert test', test.alertname],
  promql_expr_test: test => ['an expression test', test.expr],
  input_series: series => ['an input series', series.series],
  scrape_configs: config => ['a scrape config', config.job_name],
  alertmanagers: () => ['an Alertmanager', undefined],
  routes: () => ['a route', undefined],
  inhibit_rules: () => ['an inhibition', undefined],
  receivers: receiver => ['a receiver', receiver.name],
  slack_configs: () => ['a Slack integration', undefined],
  pagerduty_configs: () => ['a PagerDuty integration', undefined],
  email_configs: () => ['an e-mail integration', undefined],
  webhook_configs: () => ['a webhook integration', undefined],
  datasources: datasource => [kindOf(datasource.type, 'datasource'), datasource.name],
  providers: provider => ['a provider', provider.name],
};

function kindOf(type: unknown, noun: string): string {
  if (typeof type !== 'string' || type === '') return `a ${noun}`;
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type} ${noun}`;
}

/** Describes the place that a JSON pointer points to. */
export function locate(document: unknown, kind: Kind, pointer: string): Location {
  const parts = partsOf(pointer);
  const items: string[] = [];
  let noun = documents[kind];
  let path: string[] = [];
  for (const [depth, part] of parts.entries()) {
    path.push(part);
    const list = at(document, ...parts.slice(0, depth));
    const element = objectsIn(list).find(({ index }) => String(index) === part)?.value;
    const describe = element && lists[listName(parts.slice(0, depth))];
    if (!element || !describe) continue;
    const row = depth === 1 ? rowAbove(list, Number(part)) : undefined;
    const [described, name] = describe(element);
    const label = typeof name === 'string' && name !== '' ? name : `#${Number(part) + 1}`;
    items.push(...(row === undefined ? [] : [row]), label);
    noun = described;
    path = [];
  }
  return { item: items.join(' › '), noun, path: path.join('.') };
}

/** A location as part of a sentence: `options.legend of a timeseries panel`. */
export function inWords({ noun, path }: Location): string {
  return path === '' ? noun : `${path} of ${noun}`;
}

/** Grafana keeps variables and annotations both under `list`. */
function listName(parts: readonly string[]): string {
  const key = parts.at(-1) ?? '';
  if (key !== 'list') return key;
  return parts.at(-2) === 'templating' ? 'variables' : (parts.at(-2) ?? '');
}

/** The title of the open row that a panel of the dashboard stands under. */
function rowAbove(list: unknown, index: number): string | undefined {
  const before = objectsIn(list).filter(({ index: other, value }) => other < index && value.type === 'row');
  const row = before.at(-1)?.value;
  const isPanel = at(list, index, 'gridPos') !== undefined && at(list, index, 'type') !== 'row';
  return row && isPanel && row.collapsed !== true && typeof row.title === 'string' ? row.title : undefined;
}
