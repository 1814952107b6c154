/** Lambda: seals a tenant's new entries of the registry into the next page of its chain. */
import { sealer } from '../../shared/audit/sealer.ts';

export const handler = sealer();
