import { expect, it } from 'vitest';
import { checkProject } from '../../src/project/check.js';
import { checkSimulation } from '../../src/project/simulation.js';
import project from '../../telltale.config.js';

it('finds nothing wrong with the simulation of this project', () => {
  expect(checkSimulation(project)).toEqual([]);
});

it('asks for nothing where there is none', () => {
  const { simulation, ...others } = project;
  expect(simulation).toBeDefined();
  expect(checkSimulation(others)).toEqual([]);
});

it('finds an alert that a scenario raises and no rule does, or not with that severity', () => {
  const { simulation } = project;
  if (!simulation) throw new Error('the project has no simulation');
  const raising = (alert: string, severity: 'critical' | 'info') =>
    checkSimulation({
      ...project,
      simulation: { ...simulation, scenarios: { normal: { what: 'Well.', raises: [{ alert, severity }] } } },
    });
  const found = { id: 'simulation/unknown-alert', severity: 'error', place: { file: 'simulation', item: 'normal' } };
  expect(raising('CoordinatorDwn', 'critical')).toEqual([
    {
      ...found,
      message: 'the scenario raises the critical alert CoordinatorDwn, which no rule does',
      fix: 'did you mean CoordinatorDown?',
    },
  ]);
  expect(raising('CoordinatorDown', 'info')).toMatchObject([found]);
  expect(raising('CoordinatorDown', 'critical')).toEqual([]);
});

it('finds a metric of the catalog that no process exports', () => {
  const { simulation } = project;
  if (!simulation) throw new Error('the project has no simulation');
  const { coordinator } = simulation.processes;
  if (!coordinator) throw new Error('the simulation has no coordinator');
  const found = checkSimulation({
    ...project,
    simulation: { ...simulation, processes: { coordinator }, scenarios: { normal: { what: 'Well.' } } },
  });
  expect(found.map(({ id, message }) => [id, message])).toContainEqual([
    'simulation/uncovered',
    'no process exports feature_parity_score',
  ]);
});

it('is what telltale check finds', async () => {
  const { simulation } = project;
  if (!simulation) throw new Error('the project has no simulation');
  const scenarios = { normal: { what: 'Well.', raises: [{ alert: 'CoordinatorDwn', severity: 'critical' as const }] } };
  const found = await checkProject({
    project: { ...project, simulation: { ...simulation, scenarios } },
    config: '/project/telltale.config.ts',
    root: '/project',
    locate: site => site,
    content: '',
    url: 'file:///project/bundle.mjs',
  });
  expect(found.filter(finding => finding.severity === 'error').map(finding => finding.id)).toEqual([
    'simulation/unknown-alert',
  ]);
});
