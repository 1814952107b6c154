import { defineModule } from '../../shared/module.ts';

/** Reports over what was sold, what was asked and what was paid. */
export const analytics = defineModule({
  name: 'analytics',
  plane: 'cell',
  functions: {
    api: {
      routes: {
        'GET /v1/reports/sales': 'report:read',
        'GET /v1/reports/performance': 'report:read',
        'GET /v1/reports/customers': 'report:read',
      },
      table: {
        STANDING: ['get'],
        RATE: ['update'],
        SETTINGS: ['get'],
        ORG: ['query'],
        PERIODS: ['query'],
        CALENDARS: ['get'],
        QUOTAS: ['query'],
        CREDIT: ['query'],
        TERR: ['get'],
        FX: ['query'],
        PUB: ['query'],
        RUN: ['query'],
        PAY: ['batchGet'],
      },
      timeoutSeconds: 29,
      memoryMb: 3008,
    },
  },
});
