/** All stops of the tour, in an order that a visitor would choose. */
import { byCalendars } from './calendars.ts';
import { inTheLedger } from './ledger.ts';
import { inACompany } from './company.ts';
import { atTheCrm } from './crm.ts';
import { ofFiles } from './files.ts';
import type { Stop } from './guide.ts';
import { atTheMarkets } from './markets.ts';
import { atTheMargins } from './margins.ts';
import { onPayday } from './payout.ts';
import { onSecondThoughts } from './reopening.ts';
import { atNight } from './sweep.ts';

export const STOPS: readonly Stop[] = [
  ...inACompany,
  ...atTheMarkets,
  ...byCalendars,
  ...atTheCrm,
  ...ofFiles,
  ...onPayday,
  ...inTheLedger,
  ...onSecondThoughts,
  ...atNight,
  ...atTheMargins,
];
