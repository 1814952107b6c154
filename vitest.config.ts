/**
 * Rules and parts by themselves; journeys through the running platform; the proofs that take longer; and laws, on
 * more cases than there is time for in every test.
 */
import { defineConfig } from 'vitest/config';

const sample = 'test/faults/sample.test.ts';
const journeys = ['test/journeys/**/*.test.ts', 'test/trust/**/*.test.ts', sample];
const longer = [
  'test/journeys/orders.test.ts',
  'test/journeys/golden.test.ts',
  'test/journeys/imports.test.ts',
  'test/journeys/explained.test.ts',
  ...['grants', 'canary', 'inputs', 'walk'].map((name) => `test/trust/${name}.test.ts`),
];
const laws = [
  'test/{plans,runs,ledger,deals}/*laws.test.ts',
  'test/runs/{correction,reopened,true-up}.test.ts',
  'test/runs/kernel/{shard,curves}.test.ts',
];
const proofs = ['test/faults/**/*.test.ts', ...longer];
const tables = 'test/kit/tables.ts';
const platform = { globalSetup: [tables, 'test/kit/synth.ts'], testTimeout: 300_000 };

export default defineConfig({
  test: {
    // A platform takes a gigabyte and a core: no more of them at once than that.
    maxWorkers: 2,
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
      { extends: true, test: { name: 'journeys', include: journeys, exclude: longer, ...platform } },
      {
        extends: true,
        test: { name: 'laws', include: laws, isolate: false, env: { CASES: '2000' }, testTimeout: 600_000 },
      },
      { extends: true, test: { name: 'proofs', include: proofs, exclude: [sample], ...platform } },
    ],
  },
});
