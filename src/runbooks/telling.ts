import { destinations, equalLabels, inhibitedPairs } from '../alertmanager/decide.js';
import type { AlertLabels, Route, Routing } from '../alertmanager/model.js';
import type { Integration } from '../catalog/receivers.js';
import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { once } from '../core/once.js';
import { alertLabelsOf } from '../lint/alert-labels.js';
import type { AlertingRule, RuleGroup } from '../prometheus/model.js';
import { alertsOf } from './alerts.js';
import type { Context } from './context.js';
import { durationInWords, labelsInWords } from './words.js';

/** What labels the alerts of each rule have at Alertmanager. */
const labelsOfAll = once((groups: readonly RuleGroup[], world: World, site: Site) => {
  const every = alertLabelsOf({ groups, world, site });
  return new Map(alertsOf(groups).map((rule, i) => [rule, every[i] as AlertLabels]));
});

/** Who is told when some alerts fire, and while what else fires nobody is: a list for Markdown. */
export function telling(routing: Routing, context: Context): string {
  const { rules } = context;
  const labels = labelsOfAll(context.groups, context.world, context.site);
  const told = rules.map(rule => {
    const routes = destinations(routing, labels.get(rule) as AlertLabels);
    return `- ${rule.severity}${labelsInWords(rule.labels)}: ${routes.map(routeInWords).join(', or ')}`;
  });
  return [...new Set(told), ...held(rules, labels, routing, context)].join('\n');
}

function routeInWords({ to, pace, active }: Route): string {
  const ways = to.integrations.map(wayInWords).join(', ');
  const hours = active
    ? `${active.hours.weekdays.join(', ')} ${active.hours.from} to ${active.hours.to} ${active.hours.location}`
    : 'at any hour';
  return `${to.name} (${ways}), ${hours}, again after ${durationInWords(pace.repeatInterval)}`;
}

function wayInWords(way: Integration): string {
  switch (way.kind) {
    case 'slack':
      return `Slack ${way.channel}`;
    case 'pagerduty':
      return 'PagerDuty';
    case 'email':
      return way.to;
    case 'webhook':
      return new URL(way.url).host;
    default:
      return way satisfies never;
  }
}

/** What is not told because something else explains it. */
function held(
  rules: readonly AlertingRule[],
  labels: ReadonlyMap<AlertingRule, AlertLabels>,
  routing: Routing,
  { site }: Context,
): string[] {
  const external = Object.keys(site.externalLabels);
  const every = [...labels.values()];
  const ours = rules.flatMap(rule => labels.get(rule) ?? []);
  const ruleOf = new Map([...labels].map(([rule, of]) => [of, rule]));
  const severities = new Map<string, Set<string>>();
  for (const inhibition of routing.inhibitions) {
    const equal = equalLabels(inhibition, every, external).filter(l => l !== 'alertname' && !external.includes(l));
    for (const { source, target } of inhibitedPairs(inhibition, every, external, ours)) {
      const [cause, rule] = [ruleOf.get(source), ruleOf.get(target)];
      if (!rule || !cause) continue;
      const shared = equal.filter(label => source.labels.has(label) && target.labels.has(label)).join(' and ');
      const why = `[${cause.name}](${cause.runbook}.md) (${cause.severity}) fires for the same ${shared}`;
      severities.set(why, (severities.get(why) ?? new Set()).add(rule.severity));
    }
  }
  return [...severities].map(([why, of]) => `- ${[...of].join(' and ')}: held back while ${why}`);
}
