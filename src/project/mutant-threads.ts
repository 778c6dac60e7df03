import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TestDocument } from '../prometheus/mutation/documents.js';
import type { Suite } from '../prometheus/mutation/suite.js';
import { byRule, type Case } from './mutants.js';

/** What a thread is told: where the project is, and its tests. */
export interface ThreadData {
  readonly config: string;
  readonly documents: ReadonlyMap<string, TestDocument>;
}

/** What it answers for each mutant. */
export interface Answer {
  readonly index: number;
  readonly killedBy: string | undefined;
}

/** Fewer mutants than this are done before a thread has started. */
const few = 60;

/**
 * Runs mutants, rule by rule, in as many threads as there are processors. Ends early, without an error, when `signal`
 * is given.
 */
export async function runCases(
  cases: readonly Case[],
  suite: Suite,
  data: ThreadData,
  answer: (answer: Answer) => void,
  signal: AbortSignal,
): Promise<void> {
  const rules = [...byRule(cases, one => one.original).values()];
  const threads = Math.min(availableParallelism(), rules.length);
  if (cases.length < few || threads < 2 || extname(import.meta.url) !== '.js') {
    return runHere(cases, suite, answer, signal);
  }
  // The dearest first, so that no thread is left with one of them at the end.
  const waiting = rules.sort((a, b) => weight(b) - weight(a));
  await Promise.all(Array.from({ length: threads }, () => runThread(waiting, data, answer, signal)));

  function weight([first, ...others]: readonly Case[]): number {
    return first ? (others.length + 1) * suite.costOf(first.original) : 0;
  }
}

async function runHere(
  cases: readonly Case[],
  suite: Suite,
  answer: (answer: Answer) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { index, original, mutant } of cases) {
    if (signal.aborted) return;
    answer({ index, killedBy: suite.firstToNotice(original, mutant.rule) });
    await new Promise(setImmediate);
  }
}

/** One thread, which takes the next rule when it has done one. */
function runThread(
  waiting: (readonly Case[])[],
  data: ThreadData,
  answer: (answer: Answer) => void,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(new URL('./mutant-thread.js', import.meta.url), { workerData: data });
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const rule = signal.aborted ? undefined : waiting.shift();
      if (rule) worker.postMessage(rule.map(one => one.index));
      else resolve();
    };
    worker.on('message', (message: Answer | 'done' | 'ready') => {
      if (typeof message === 'string') next();
      else answer(message);
    });
    worker.on('error', reject);
    worker.on('exit', code => reject(new Error(`a thread ended with ${code}`)));
    signal.addEventListener('abort', () => resolve(), { once: true });
  }).finally(() => worker.terminate());
}
