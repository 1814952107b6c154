/** The rates at which a run pays in other currencies, as they are in the table when it is pinned. */
import type { Table } from '../../shared/table/operations.ts';
import { yearOf } from '../rates/rates.ts';
import { ratesOf } from '../rates/store.ts';
import type { Inputs } from './manifest.ts';
import { asksForRates, pinnedRates } from './pay-rate.ts';

/** Read only where somebody is paid in another currency than the company counts in. */
export async function payRatesFor(table: Table, inputs: Inputs): Promise<Pick<Inputs, 'payRates'>> {
  if (!asksForRates(inputs)) return {};
  const { currency, period } = inputs;
  const years = [period.from, period.to ?? period.from].map(yearOf);
  return { payRates: pinnedRates(inputs, await ratesOf(table, currency, years)) };
}
