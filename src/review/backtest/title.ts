import type { ReplayedAlert } from './model.js';

/** An alert as people call it: `QueueLong (warning)`. */
export const titleOf = ({ name, labels }: Pick<ReplayedAlert, 'name' | 'labels'>): string =>
  labels.severity === undefined ? name : `${name} (${labels.severity})`;
