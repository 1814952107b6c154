/** Rules and parts by themselves; journeys through the running platform; and the proofs that take longer. */
import { defineConfig } from 'vitest/config';

const sample = 'test/faults/sample.test.ts';
const journeys = ['test/journeys/**/*.test.ts', 'test/trust/**/*.test.ts', sample];
const grants = 'test/trust/grants.test.ts';
const proofs = ['test/faults/**/*.test.ts', grants];
const tables = 'test/kit/tables.ts';
const platform = { globalSetup: [tables, 'test/kit/synth.ts'], testTimeout: 300_000 };

export default defineConfig({
  test: {
    // A platform takes a gigabyte, and two thirds of a core: the rest of its time it waits.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...journeys, ...proofs],
          isolate: false,
          env: { POWERTOOLS_LOG_LEVEL: 'SILENT' },
          globalSetup: [tables],
        },
      },
      { extends: true, test: { name: 'journeys', include: journeys, exclude: [grants], ...platform } },
      { extends: true, test: { name: 'proofs', include: proofs, exclude: [sample], ...platform } },
    ],
  },
});
