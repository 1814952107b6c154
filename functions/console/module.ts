/** The console: for now the page that shows the API and lets one try it. */
import { defineModule } from '../../shared/module.ts';

export const console = defineModule({
  name: 'console',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /openapi.json': 'public',
        'GET /docs': 'public',
        'GET /docs/{asset}': 'public',
      },
    },
  },
});
