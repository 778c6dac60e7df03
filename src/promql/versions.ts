/** A version of Prometheus, patches apart: they bring nothing new. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** What everything here loads on, unless another version is named. */
export const oldest: Version = Object.freeze({ major: 2, minor: 42 });

/** Reads `3.5`, `v3.5.1` and `3`; undefined when it is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,3})(?:\.(\d{1,4}))?(?:\.\d+)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2] ?? 0) } : undefined;
}

/** Whether a version has what came with another one. */
export function isAtLeast({ major, minor }: Version, since: Version | string): boolean {
  const other = typeof since === 'string' ? parseVersion(since) : since;
  return other !== undefined && (major > other.major || (major === other.major && minor >= other.minor));
}

/** A version as people write it: `2.42`. */
export const formatVersion = ({ major, minor }: Version): string => `${major}.${minor}`;
