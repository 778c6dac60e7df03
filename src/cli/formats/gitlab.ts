import type { Finding, Severity } from '../../core/findings.js';
import { fingerprints } from './fingerprints.js';

const severities = { error: 'critical', warning: 'major', info: 'info' } as const satisfies Record<Severity, string>;

/**
 * Findings as a report of GitLab's Code Quality, which a merge request shows at their lines: the artifact `codequality`
 * of a job. Source: GitLab's documentation, Code Quality report format.
 */
export function gitlab(findings: readonly Finding[]): string {
  const prints = fingerprints(findings);
  const report = findings.map(({ id, severity, place: { file, item, line }, message, fix }, i) => ({
    description: [item === undefined ? message : `${item}: ${message}`, ...(fix ? [`fix: ${fix}`] : [])].join('\n'),
    check_name: id,
    fingerprint: prints[i],
    severity: severities[severity],
    location: { path: file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, ''), lines: { begin: line ?? 1 } },
  }));
  return JSON.stringify(report, null, 2);
}
