import { featureParity, testCoverage } from '../../catalog/metrics.js';
import { hours, minutes, type Quantity, raises, scenario, seconds } from '../../src/index.js';
import { alive, ci, ciEvery, running, started } from './installation.js';

const lastRun = ciEvery;
const back = hours(80);
/** When a report is too old, given its limit, and has been for an hour. */
const noticed = (age: Quantity) => seconds(lastRun.ms / 1000 + age.value + hours(1).ms / 1000);

/** Nobody sees that a report is missing. Source: guide, Key Metrics 8 and 9; ruling R22. */
export default scenario('silent-ci', {
  story:
    'CI stops after its run at four hours; what it pushed last stays in the Pushgateway and looks well. For three days nobody repairs it. The alert comes when the report is older than it may be, and is over with the first new one.',
  lasts: hours(84),
  every: minutes(15),
  sampled: minutes(5),
  inputs: [running('victor', 'coordinator'), started('victor'), ci(lastRun, back)],
  raises: [
    alive,
    raises('CoordinatorFeatureParityNotReported', 'warning', {
      from: noticed(featureParity.limits.age.levels.warning),
      until: back,
      give: minutes(30),
      labels: { report: 'old' },
    }),
    raises('CoordinatorTestCoverageNotReported', 'warning', {
      from: noticed(testCoverage.limits.age.levels.warning),
      until: back,
      give: minutes(30),
      labels: { report: 'old' },
    }),
  ],
});
