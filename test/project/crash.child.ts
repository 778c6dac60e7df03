import { write } from '../../src/project/write.js';
import { watchedDisk } from './folder.js';

/** Builds once; at the n-th changing call it gets the signal. Argument: JSON of what the test wants. */
const { out, files, signal, at } = JSON.parse(process.argv[2] as string) as {
  out: string;
  files: Record<string, string>;
  signal?: NodeJS.Signals;
  at?: number;
};
const disk = watchedDisk(n => {
  if (signal && n === at) process.kill(process.pid, signal);
});
try {
  process.stdout.write('started\n');
  await write(new Map(Object.entries(files)), out, { disk });
} catch (error) {
  process.stderr.write(String(error));
  process.exitCode = 1;
}
