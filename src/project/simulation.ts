import type { Finding } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import { coverage } from '../simulator/coverage.js';
import type { Project } from './model.js';

/**
 * What is wrong with a project's simulation: a metric that it does not export, something that the catalog forbids, an
 * alert that a scenario promises and no rule raises.
 */
export function checkSimulation({ world, simulation, groups }: Project): Finding[] {
  if (!simulation) return [];
  const alerts = groups.flatMap(group => group.rules).flatMap(rule => (rule.kind === 'alert' ? [rule] : []));
  const strange = Object.entries(simulation.scenarios).flatMap(([scenario, { raises = [] }]) =>
    raises
      .filter(({ alert, severity }) => !alerts.some(rule => rule.name === alert && rule.severity === severity))
      .map(({ alert, severity }): Finding => {
        const names = alerts.filter(rule => rule.severity === severity).map(rule => rule.name);
        const near = nearest(alert, names);
        return {
          id: 'simulation/unknown-alert',
          severity: 'error',
          place: { file: 'simulation', item: scenario },
          message: `the scenario raises the ${severity} alert ${alert}, which no rule does`,
          fix: near ? `did you mean ${near}?` : 'name an alert of the project with its severity, or leave it out',
        };
      }),
  );
  return [...coverage(world, simulation), ...strange];
}
