import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'markdown as text',
      transform: (code, id) => (id.endsWith('.md') ? `export default ${JSON.stringify(code)}` : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests run real programs: generous, so that a busy machine fails none of them.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
