import errors from './errors.js';
import overview from './overview.js';
import parity from './parity.js';
import performance from './performance.js';
import resources from './resources.js';

export default [overview, performance, errors, resources, parity];
