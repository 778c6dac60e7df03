import type { World } from '../catalog/world.js';
import type { Matcher, Node, VectorSelector } from '../promql/ast.js';
import { binary, matrix, selector } from '../promql/nodes.js';
import { transform } from '../promql/walk.js';
import { alertSeries, alertSinceSeries } from './annotations.js';

const byJob: Matcher = { label: 'job', op: '=~', value: '$job' };
const byInstance: Matcher = { label: 'instance', op: '=~', value: '$instance' };

/** Alerts that are not about one job or instance have no such label: they stay, whatever is chosen. */
const alertMatchers: readonly Matcher[] = [
  { ...byJob, value: '$job|' },
  { ...byInstance, value: '$instance|' },
];

/**
 * The expression narrowed to the dashboard's variables `job` and `instance`: every selector gets the matchers that its
 * series has labels for, unless it has one on that label already. What has a job but no instance, as recorded and pushed
 * series do, is kept for the jobs of the chosen instances:
 * `rec{job=~"$job"} and on (job) up{instance=~"$instance", job=~"$job"}`.
 * What `absent()` looks for stays as it is written: of another choice it would be absent although it is there. Names
 * that the world does not know stay too.
 */
export function scope(node: Node, world: World): Node {
  const narrow = (part: Node): Node => {
    switch (part.kind) {
      case 'selector':
        return lacksInstance(part, world) ? onlyChosen(constrain(part, world)) : constrain(part, world);
      case 'matrix':
        return matrix(constrain(part.selector, world), part.range);
      case 'call':
        // A range cannot carry `and`, what is made of it can.
        return part.args.some(arg => arg.kind === 'matrix' && lacksInstance(arg.selector, world))
          ? onlyChosen(part)
          : part;
      default:
        return part;
    }
  };
  return transform(node, narrow, isAbsent);
}

/** Whether it tells of what is not there. */
export const isAbsent = (node: Node): boolean => node.kind === 'call' && node.func.startsWith('absent');

function onlyChosen(node: Node): Node {
  const chosen = selector({ name: 'up', matchers: [byJob, byInstance] });
  return binary({ op: 'and', lhs: node, rhs: chosen, matching: { by: 'on', labels: ['job'] } });
}

function matchersFor(of: VectorSelector, world: World): readonly Matcher[] {
  if (isOfAlerts(of)) return alertMatchers;
  const labels = labelsOf(of, world);
  return [byJob, byInstance].filter(({ label }) => label in labels);
}

function lacksInstance(of: VectorSelector, world: World): boolean {
  const labels = labelsOf(of, world);
  return !isOfAlerts(of) && 'job' in labels && !('instance' in labels);
}

const isOfAlerts = ({ name }: VectorSelector) => name === alertSeries.name || name === alertSinceSeries.name;

const labelsOf = (of: VectorSelector, world: World) => (of.name && world.series(of.name)?.labels) || {};

function constrain(of: VectorSelector, world: World): VectorSelector {
  const missing = matchersFor(of, world).filter(({ label }) => !of.matchers.some(m => m.label === label));
  return missing.length === 0 ? of : selector({ ...of, matchers: [...of.matchers, ...missing] });
}
