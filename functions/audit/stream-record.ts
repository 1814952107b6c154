/** Lambda: what is audited of a cell becomes entries. */
import { recorder } from '../../shared/audit/recorder.ts';

export const handler = recorder();
