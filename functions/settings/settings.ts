/** The settings of a company, as its cell knows them. */
import * as z from 'zod';
import { Currency } from '../../shared/kernel/money.ts';
import { Name } from '../../shared/kernel/text.ts';
import { TimeZone } from '../../shared/kernel/time.ts';

export const Settings = z.object({
  name: Name,
  currency: Currency,
  timeZone: TimeZone,
  /** 4 is a fiscal year from April to March. */
  fiscalYearStartsIn: z.int().min(1).max(12),
  /** Days after the end of a period during which its deals may still change. */
  closeAfterDays: z.int().min(0).max(60),
});
export type Settings = z.output<typeof Settings>;
