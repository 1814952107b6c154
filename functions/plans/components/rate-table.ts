/**
 * A rate table pays by how much is reached: each slice at its own band's rate (`marginal`), everything at the
 * rate of the band that attainment stands in (`retroactive`), or an amount for each band and a part of it for
 * a part (`interpolated`).
 *
 *   on a quota of 100,000, 130,000 credited     marginal      100,000 × 2 % + 25,000 × 3 % + 5,000 × 4 %
 *   100 %, 150 % from 100 %, 200 % from 125 %                 = 2,950
 *   `times` 2 %                                 retroactive   130,000 × 4 % = 5,200
 *
 * Looked up with the total of the period, or with each deal by itself (`per: deal`): a reversal then pays
 * back what its deal paid. A band includes its start and excludes its end, which is where the next one starts.
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import { fraction, type Rational, times, zero } from '../../../shared/kernel/rational.ts';
import { dealWords } from '../measure.ts';
import {
  Band,
  bandFaults,
  bandRateWords,
  edgeAt,
  EdgesIn,
  fallingBands,
  payFaults,
  rangeOf,
  sizeOf,
  type Tiers,
} from './bands.ts';
import {
  BY_DEAL,
  type ComponentFault,
  common,
  type Own,
  type Part,
  quotaName,
  quotaOf,
  type Reached,
} from './component.ts';
import { marginalEarned, marginalParts } from './marginal.ts';
import { RateOrTerm, rateWords } from './rate.ts';
import { retroactiveEarned, retroactiveParts } from './retroactive.ts';
import { tiered } from './tiers.ts';
import { treated, treatments } from './treatments.ts';

export const RateTable = z
  .strictObject({
    kind: z.literal('rate-table'),
    ...common,
    mode: z.enum(['marginal', 'retroactive', 'interpolated']),
    /** What is looked up: the total so far, or each deal by itself. */
    per: z.enum(['total', 'deal']).default('total'),
    edges: EdgesIn,
    bands: z.array(Band).min(1).max(50),
    /** Each band's rate is multiplied by it. */
    times: RateOrTerm.optional(),
    ...treatments,
  })
  .meta({ id: 'RateTable' });
export type RateTable = z.output<typeof RateTable>;

type Mode = {
  earned(table: Tiers, reached: Reached): Rational;
  explain(table: Tiers, before: Reached, after: Reached, currency: Currency): Part[];
  warnings(table: Tiers): ComponentFault[];
  readonly words: string;
};

const slices = { earned: marginalEarned, explain: marginalParts, warnings: () => [] };
const modes: { readonly [M in RateTable['mode']]: Mode } = {
  marginal: { ...slices, words: 'Each rate is paid only on the part that falls in its range' },
  retroactive: {
    earned: retroactiveEarned,
    explain: retroactiveParts,
    warnings: ({ bands }) => fallingBands(bands, '/bands'),
    words: 'The rate of the range that you are in is paid on everything, back to the first unit',
  },
  interpolated: { ...slices, words: 'Of the range that you are in, you earn as much as you have come of it' },
};

export const rateTable = treated<RateTable>({
  needs: ({ edges, measure }) => (edges === 'attainment' ? { quotas: [measure] } : {}),
  paysPerCredit: true,
  faults: ({ bands, mode }) => [
    ...bandFaults(bands, '/bands'),
    ...payFaults(bands, mode === 'interpolated', '/bands'),
  ],
  warnings: (table) => modes[table.mode].warnings(table),
  curve: (table) =>
    table.per === 'deal' ? undefined : (held) => tiered(table, table.edges === 'minor' ? 1n : quotaOf(held)),
  earned: (table, standing) => (table.per === 'deal' ? zero : modes[table.mode].earned(table, standing)),
  paysFor: (table, own, standing) => (table.per === 'deal' ? ofDeal(table, own, standing) : zero),
  turns: (table, standing) =>
    table.per === 'deal' ? BY_DEAL : table.bands.map(({ from }) => edgeAt(table, from, standing)),
  describe(table, { measure, currency }) {
    const plain = { ...table, times: undefined };
    const words = (band: Band) => `${bandRateWords(plain, band, currency)} ${rangeOf(table, band, currency)}`;
    const bands = table.bands.map(words).join(', ');
    const factor = table.times === undefined ? '' : `, each times ${rateWords(table.times)}`;
    const of = table.edges === 'minor' ? 'what is credited' : quotaName(measure);
    const by = table.per === 'deal' ? 'by the size of each deal' : `by how much of ${of} you have reached`;
    return (
      `You earn a share of ${dealWords(measure)}, ${by}: ${bands}${factor}. ${modes[table.mode].words}; a range ` +
      'includes its start, and at its end the next one begins.'
    );
  },
  explain: (table, before, after, currency) =>
    table.per === 'deal' ? [] : modes[table.mode].explain(table, before, after, currency),
  explainCredit(table, own, { quotaMinor }, currency) {
    if (table.per === 'total') return [];
    const { size, sign } = sizeOf(own.countedMinor);
    const at = (creditedMinor: bigint) => ({ creditedMinor, quotaMinor });
    const parts = modes[table.mode].explain(table, at(0n), at(size), currency);
    return sign > 0n ? parts : parts.map(takenBack);
  },
});

/** A deal by itself, on the same table. */
function ofDeal(table: RateTable, { countedMinor }: Own, { quotaMinor }: Reached): Rational {
  const { size, sign } = sizeOf(countedMinor);
  return times(fraction(sign), modes[table.mode].earned(table, { creditedMinor: size, quotaMinor }));
}

function takenBack({ text, exact }: Part): Part {
  return { text: `Taken back: ${text}`, exact: times(fraction(-1n), exact) };
}
