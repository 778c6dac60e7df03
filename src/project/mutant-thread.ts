import { parentPort, workerData } from 'node:worker_threads';
import { suiteOf } from '../prometheus/mutation/suite.js';
import { load } from './load.js';
import type { Answer, ThreadData } from './mutant-threads.js';
import { casesOf } from './mutants.js';

/** A thread that runs mutants: told which, it answers for each of them and says when it is done. */
const { config, documents }: ThreadData = workerData;
const { project } = await load({ config });
const cases = casesOf(project);
const suite = suiteOf(project.groups, project.site, documents);

parentPort?.on('message', (indices: readonly number[]) => {
  for (const index of indices) {
    const one = cases[index];
    if (!one) throw new Error(`there is no mutant ${index}`);
    const answer: Answer = { index, killedBy: suite.firstToNotice(one.original, one.mutant.rule) };
    parentPort?.postMessage(answer);
  }
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
