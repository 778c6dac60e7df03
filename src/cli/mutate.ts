import { hasErrors } from '../core/findings.js';
import type { MutationReport } from '../project/mutate.js';
import type { Context } from './main.js';
import { asJson, asText } from './mutation-report.js';
import { renderFindings, summarize } from './report.js';

/** `telltale test --mutate`. */
export async function testMutants(
  filter: string | undefined,
  format: 'text' | 'json',
  { io, config, exit }: Context,
): Promise<void> {
  const { load } = await import('../project/load.js');
  const loaded = await load({ ...(config !== undefined && { config }) });
  const { produce } = await import('../project/produce.js');
  const { artefacts, findings } = await produce(loaded);
  if (!artefacts) {
    io.err(`${renderFindings(findings, { colors: io.errColors })}\n`);
    io.err(`${summarize(findings)}; no rule was changed`);
    return exit(1);
  }
  const { mutate } = await import('../project/mutate.js');
  const report = await untilInterrupted(signal =>
    mutate(loaded, artefacts, { ...(filter !== undefined && { filter }), signal, progress: text => io.progress(text) }),
  );
  io.out(format === 'json' ? JSON.stringify(asJson(report), null, 2) : asText(report, io.outColors, io.width));
  exit(isBad(report) ? 1 : 0);
}

const isBad = ({ rules, findings }: MutationReport) =>
  hasErrors(findings) || rules.some(rule => rule.mutants.some(m => m.fate.is === 'survived'));

/** Does something that Ctrl-C ends in good order; a second one ends it at once. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once('SIGINT', stop);
  try {
    return await work(interrupted.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
