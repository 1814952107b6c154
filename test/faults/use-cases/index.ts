/** The journey of `npm start` and what surrounds it, in pieces that can be repeated with a fault each. */
import type { UseCase } from '../use-case.ts';
import { access } from './access.ts';
import { audit } from './audit.ts';
import { calendar } from './calendar.ts';
import { chunks } from './chunks.ts';
import { connector } from './connector.ts';
import { deal } from './deal.ts';
import { files } from './files.ts';
import { late } from './late.ts';
import { markets } from './markets.ts';
import { noticing } from './noticing.ts';
import { onboarding } from './onboarding.ts';
import { overriding } from './overriding.ts';
import { payout } from './payout.ts';
import { promise } from './promise.ts';
import { reminding } from './reminding.ts';
import { quarantine } from './quarantine.ts';
import { reopening } from './reopening.ts';
import { staffing } from './staffing.ts';
import { sweeping } from './sweeping.ts';

export const USE_CASES: readonly UseCase[] = [
  onboarding,
  access,
  staffing,
  audit,
  promise,
  markets,
  calendar,
  connector,
  deal,
  quarantine,
  late,
  overriding,
  files,
  payout,
  chunks,
  sweeping,
  noticing,
  reopening,
  reminding,
];

/** The payout's schedule closes what is due, which no other company of the platform should have by then. */
export const payoutFirst = (useCases: readonly UseCase[]): UseCase[] =>
  useCases.toSorted((a, b) => Number(b.name === 'payout') - Number(a.name === 'payout'));
