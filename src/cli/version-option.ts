import { InvalidArgumentError } from 'commander';
import { isAtLeast, oldest, parseVersion, type Version } from '../promql/versions.js';

/** The value of an option that takes a version of Prometheus, from the oldest that is supported on. */
export function version(text: string): Version {
  const read = parseVersion(text);
  if (read && isAtLeast(read, oldest)) return read;
  throw new InvalidArgumentError('Give a version from 2.42 on, such as 2.53 or 3.5.');
}
