/** What deploys of outbox: facts leave a cell's table here, and nowhere else. */
import { defineModule } from '../../shared/module.ts';

export const outbox = defineModule({
  name: 'outbox',
  plane: 'cell',
  functions: {
    'stream-publish': { stream: true, publishes: true },
  },
});
