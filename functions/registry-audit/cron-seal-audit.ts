/** Lambda: every quarter of an hour, has the new entries of the registry sealed; at night, all that wait. */
import { sealingTick } from '../../shared/audit/sealer.ts';
import { everyCompany } from './store.ts';

export const handler = sealingTick('registry-audit/on-seal-due', everyCompany);
