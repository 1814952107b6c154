/** Two kinds of tests: of rules and parts by themselves, and journeys through the running platform. */
import { defineConfig } from 'vitest/config';

const journeys = ['test/journeys/**/*.test.ts', 'test/trust/**/*.test.ts', 'test/faults/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: journeys, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: journeys,
          globalSetup: ['test/kit/synth.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
