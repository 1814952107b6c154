/** Every use case by its model, without a fault: the sample tries but two, and verify:faults takes hours. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ASSEMBLY } from '../kit/synth.ts';
import { openStage, playCleanly } from './playing.ts';
import type { Stage } from './scene.ts';
import { payoutFirst, USE_CASES } from './use-cases/index.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(ASSEMBLY);
});
afterAll(() => stage?.host.stop());

it.each(payoutFirst(USE_CASES))(
  '$name comes to what its model says, and can fail at a call',
  async (useCase) => {
    const { points } = await playCleanly(stage, useCase);
    expect(points.length).toBeGreaterThan(0);
  },
);
