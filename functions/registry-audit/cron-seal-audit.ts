/** Lambda: every quarter of an hour, has the new entries of the registry sealed. */
import { sealingTick } from '../../shared/audit/sealer.ts';

export const handler = sealingTick('registry-audit/on-seal-due');
