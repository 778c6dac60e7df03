import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These take longest, so they begin first: the others are done beside them. */
const long = ['test/content/week.test.ts', 'test/e2e/chain.test.ts'];

const tests = ['test/**/*.test.ts'];

/** These replace modules or settings of the process, which others would see. */
const alone = ['test/content/limits.test.ts', 'test/e2e/*.test.ts'];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => long.some(path => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))];
  }
}

export default defineConfig({
  plugins: [
    {
      name: 'markdown as text',
      transform: (code, id) => (id.endsWith('.md') ? `export default ${JSON.stringify(code)}` : undefined),
    },
    {
      name: 'packages without the sources that their maps speak of',
      load: id =>
        id.includes('/@actions/') && id.endsWith('.js')
          ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '')
          : undefined,
    },
  ],
  test: {
    projects: [
      // Loading the sources anew for each file would cost as much again as the tests themselves.
      { extends: true, test: { name: 'shared', include: tests, exclude: alone, isolate: false } },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
    // Imports JSON as Node does not allow.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    // Left to itself, vitest keeps one core free.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongOnesFirst },
    // Many tests run real programs: generous, so that a busy machine fails none of them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
