/** The simulator: a model of an installation in simulated time, and what exports it. Loads prom-client only when it is scraped. */

export { openMetrics, type Scrape, scrapes, type Target } from './history.js';
export { normalScenario, type Simulation, scenarioOf } from './model.js';
export { type Model, type ModelOptions, startModel } from './run.js';
export { exportModel, type Simulator, type SimulatorOptions, startSimulator } from './simulator.js';
export type { Family, Sample } from './state.js';
