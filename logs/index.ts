import { logAnalysis } from '../src/index.js';
import { bus, flat, usage } from './formats.js';

/**
 * What the logs of Victor say about the guide's four questions: initialisations of coordinators, latency, errors, and
 * the coordinator against legacy. Source: guide, Log Analysis; the formats as Victor writes them.
 */
export default logAnalysis({
  component: 'coordinator',
  variants: ['coordinator', 'legacy'],
  formats: [bus, usage, flat],
});
