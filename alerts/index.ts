import availability from './availability.js';
import baselines from './baselines.js';
import errors from './errors.js';
import health from './health.js';
import latency from './latency.js';
import memory from './memory.js';
import meta from './meta.js';
import parity from './parity.js';
import usage from './usage.js';

export default [availability, baselines, errors, health, latency, memory, meta, parity, usage];
