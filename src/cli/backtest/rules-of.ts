import type { SourceFile } from '../../lint/files.js';

/** Rule files, and how often groups that do not say are evaluated. */
export interface RuleSources {
  readonly sources: readonly SourceFile[];
  readonly interval: number;
}

/** The rules of these files, or of the project. @throws TelltaleError when there are none to read. */
export async function rulesOf(files: readonly string[], config: string | undefined): Promise<RuleSources> {
  if (files.length > 0) {
    const { readFiles } = await import('../../project/files.js');
    return { sources: readFiles(files).files.filter(({ path }) => !path.endsWith('.json')), interval: 60_000 };
  }
  const [{ load }, { renderRules }] = await Promise.all([
    import('../../project/load.js'),
    import('../../prometheus/render.js'),
  ]);
  const { project } = await load({ ...(config !== undefined && { config }) });
  const sources = renderRules(project.groups, project.site).map(([path, text]) => ({ path, text }));
  return { sources, interval: project.site.evaluationInterval.ms };
}
