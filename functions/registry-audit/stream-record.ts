/** Lambda: what is audited of the registry becomes entries. */
import { recorder } from '../../shared/audit/recorder.ts';

export const handler = recorder();
