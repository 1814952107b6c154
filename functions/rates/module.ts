/** Currency rates: what one unit of a currency was worth in another on a day. */
import { defineModule } from '../../shared/module.ts';

export const rates = defineModule({
  name: 'rates',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'PUT /v1/currency-rates/{day}/{from}/{to}': 'rate:write',
        'GET /v1/currency-rates/{day}/{from}/{to}': 'rate:read',
        'GET /v1/currency-rates': 'rate:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        FX: ['put', 'query'],
        SETTINGS: ['get'],
      },
      cursors: true,
    },
  },
});
