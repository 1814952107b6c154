/** Lambda: every quarter of an hour, has the new entries of a cell sealed. */
import { sealingTick } from '../../shared/audit/sealer.ts';

export const handler = sealingTick('audit/on-seal-due');
