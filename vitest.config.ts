import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These take longest, so they begin first: the others are done beside them. */
const long = ['test/content/week.test.ts', 'test/e2e/chain.test.ts'];

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
  ],
  test: {
    include: ['test/**/*.test.ts'],
    // Left to itself, vitest keeps one core free.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongOnesFirst },
    // Many tests run real programs: generous, so that a busy machine fails none of them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
