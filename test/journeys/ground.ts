/** What journeys share that are told on one platform, since starting one takes longer than all they do. */
import type { Client } from '../../infra/cli/client.ts';
import type { Company, Platform } from '../kit/platform.ts';

export type Ground = {
  readonly platform: { readonly current: Platform };
  readonly company: Company;
  readonly api: Client;
};
