/**
 * A rate table pays by how much of the quota is reached: each slice at its own band's rate (`marginal`), or
 * everything at the rate of the band that attainment stands in (`retroactive`).
 *
 *   on a quota of 100,000, 130,000 credited     marginal      100,000 × 2 % + 25,000 × 3 % + 5,000 × 4 %
 *   100 %, 150 % from 100 %, 200 % from 125 %                 = 2,950
 *   `times` 2 %                                 retroactive   130,000 × 4 % = 5,200
 *
 * A band includes its start and excludes its end, which is where the next one starts.
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import type { Rational } from '../../../shared/kernel/rational.ts';
import { percent } from '../words.ts';
import { Band, bandFaults, fallingBands, rangeOf, type Tiers } from './bands.ts';
import { type ComponentFault, common, type Part, type Standing } from './component.ts';
import { limited, limits } from './limits.ts';
import { marginalEarned, marginalParts } from './marginal.ts';
import { askedRate, RateOrTerm, rateWords } from './rate.ts';
import { retroactiveEarned, retroactiveParts } from './retroactive.ts';
import { creditedDeals, quotaName } from './wording.ts';

export const RateTable = z
  .strictObject({
    kind: z.literal('rate-table'),
    ...common,
    mode: z.enum(['marginal', 'retroactive']),
    bands: z.array(Band).min(1).max(50),
    /** Each band's rate is multiplied by it. */
    times: RateOrTerm.optional(),
    ...limits,
  })
  .meta({ id: 'RateTable' });
export type RateTable = z.output<typeof RateTable>;

type Mode = {
  earned(table: Tiers, standing: Standing): Rational;
  explain(table: Tiers, before: Standing, after: Standing, currency: Currency): Part[];
  warnings(table: Tiers): ComponentFault[];
  readonly words: string;
};

const modes: { readonly [M in RateTable['mode']]: Mode } = {
  marginal: {
    earned: marginalEarned,
    explain: marginalParts,
    warnings: () => [],
    words: 'Each rate is paid only on the part that falls in its range',
  },
  retroactive: {
    earned: retroactiveEarned,
    explain: retroactiveParts,
    warnings: ({ bands }) => fallingBands(bands, '/bands'),
    words: 'The rate of the range that you are in is paid on everything, back to the first unit',
  },
};

export const rateTable = limited<RateTable>({
  needsQuota: () => true,
  paysPerCredit: true,
  faults: ({ bands }) => bandFaults(bands, '/bands'),
  warnings: (table) => modes[table.mode].warnings(table),
  asks: (table) => askedRate(table.times),
  filled: (table, own) => (table.times === undefined ? table : { ...table, times: own.rate(table.times) }),
  earned: (table, standing) => modes[table.mode].earned(table, standing),
  describe(table) {
    const [first, ...rest] = table.bands.map((band) => `${percent(band.rate)} ${rangeOf(band)}`);
    const more = rest.length === 0 ? '' : `, ${rest.join(', ')}`;
    const factor = table.times === undefined ? '' : `, each times ${rateWords(table.times)}`;
    return (
      `You earn a share of ${creditedDeals(table)}, by how much of ${quotaName(table)} you have reached: ` +
      `${first}${more}${factor}. ${modes[table.mode].words}; a range includes its start, and at its end ` +
      'the next one begins.'
    );
  },
  explain: (table, before, after, currency) => modes[table.mode].explain(table, before, after, currency),
});
