/** What deploys of registry-outbox: facts leave the registry's table here, for the bus of their cell. */
import { defineModule } from '../../shared/module.ts';

export const registryOutbox = defineModule({
  name: 'registry-outbox',
  plane: 'control',
  functions: {
    'stream-publish': { stream: true, publishes: true },
  },
});
