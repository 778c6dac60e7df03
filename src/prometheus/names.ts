import type { Rule } from './model.js';

/** The name under which a rule's results are found: of its alert, or of the series that it writes. */
export const nameOf = (rule: Rule): string => (rule.kind === 'alert' ? rule.name : rule.series.name);
