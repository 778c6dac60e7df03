import { InvalidArgumentError } from 'commander';

/** The value of an option that takes a path: an empty one would mean the current folder, which nobody has in mind. */
export function path(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('Give a path; it is empty, perhaps a variable is not set.');
  return value;
}
