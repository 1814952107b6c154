/** Before all tests: the stacks are synthesized once; every platform of the tests runs from them. */
import { synthesize } from '../../infra/synth.ts';

export const ASSEMBLY = 'cdk.out.local';

export async function setup(): Promise<void> {
  await synthesize({ outdir: ASSEMBLY, checks: false });
}
