/**
 * A matrix: two figures together say which share of a target is paid.
 *
 *                     retention below 95 %     from 95 % on
 *   revenue below 100 %        80 %                 90 %
 *   revenue from 100 % on     100 %                110 %
 *
 *   revenue 105 %, retention 96 %      110 % of 20,000 = 22,000
 */
import * as z from 'zod';
import type { Currency } from '../../../shared/kernel/money.ts';
import { compare, decimal, minus, type Rational, times } from '../../../shared/kernel/rational.ts';
import { amount, percent } from '../words.ts';
import { Axis, axisIs, axisNeeds, axisValue, axisWords } from './axis.ts';
import { type ComponentFault, common, type Standing } from './component.ts';
import { amountWords, Rate } from './rate.ts';
import { target, targetOf, targetText } from './target.ts';
import { together, treated, treatments } from './treatments.ts';

/** What is looked at, and where each range of it starts; the first one holds below its start as well. */
const Side = z.strictObject({ by: Axis, from: z.array(Rate).min(1).max(20) });

export const Matrix = z
  .strictObject({
    kind: z.literal('matrix'),
    ...common,
    ...target,
    rows: Side,
    columns: Side,
    /** Shares of the target, a list for each row. */
    pays: z.array(z.array(Rate).min(1).max(20)).min(1).max(20),
    ...treatments,
  })
  .meta({ id: 'Matrix' });
export type Matrix = z.output<typeof Matrix>;

export const matrix = treated<Matrix>({
  needs: ({ rows, columns }) => together([axisNeeds(rows.by), axisNeeds(columns.by)]),
  paysPerCredit: false,
  faults: (component) => [
    ...orderFaults(component.rows.from, '/rows/from'),
    ...orderFaults(component.columns.from, '/columns/from'),
    ...shapeFaults(component),
  ],
  warnings: () => [],
  earned: (component, standing) => paysAt(component, standing),
  turns: () => 'Two figures together decide what it pays.',
  describe({ rows, columns, pays, targetMinor }, { currency }) {
    const cells = rows.from.flatMap((row, r) =>
      columns.from.map(
        (column, c) => `${percent(pays[r]?.[c] ?? '0')} from ${percent(row)} and ${percent(column)} on`,
      ),
    );
    const axes = `${axisWords(rows.by)} and ${axisWords(columns.by)}`;
    return `You earn a share of ${amountWords(targetMinor, currency)} by ${axes}: ${cells.join(', ')}.`;
  },
  explain(component, before, after, currency) {
    const exact = minus(paysAt(component, after), paysAt(component, before));
    if (exact.num === 0n) return [];
    return [{ text: `${cellText(component, after, currency)}: ${amount(exact, currency)}`, exact }];
  },
  startText: (component, standing, currency) => cellText(component, standing, currency),
});

function paysAt(component: Matrix, standing: Standing): Rational {
  return times(decimal(shareAt(component, standing)), targetOf(component, standing));
}

/** 'attainment of bookings is 105 % and retention is 96 %: 110 % of 20,000.00 EUR'. */
function cellText(component: Matrix, standing: Standing, currency: Currency): string {
  const is = [component.rows.by, component.columns.by].map((by) =>
    axisIs(by, axisValue(by, standing, component.measure)),
  );
  return `${is.join(' and ')}: ${percent(shareAt(component, standing))} of ${targetText(component, standing, currency)}`;
}

function shareAt({ rows, columns, pays, measure }: Matrix, standing: Standing): Rate {
  const place = ({ by, from }: Matrix['rows']) => {
    const value = axisValue(by, standing, measure);
    return Math.max(
      0,
      from.findLastIndex((start) => compare(value, decimal(start)) >= 0),
    );
  };
  return pays[place(rows)]?.[place(columns)] ?? '0';
}

function orderFaults(from: readonly Rate[], pointer: string): ComponentFault[] {
  return from.flatMap((start, n) => {
    const before = from[n - 1];
    if (before === undefined || compare(decimal(before), decimal(start)) < 0) return [];
    const message = `Ranges start one after the other: ${percent(start)} does not come after ${percent(before)}.`;
    return [{ code: 'matrix.order', pointer: `${pointer}/${n}`, message }];
  });
}

function shapeFaults({ rows, columns, pays }: Matrix): ComponentFault[] {
  const isWhole = pays.length === rows.from.length && pays.every((row) => row.length === columns.from.length);
  if (isWhole) return [];
  const message = `The matrix has ${rows.from.length} rows of ${columns.from.length} shares.`;
  return [{ code: 'matrix.shape', pointer: '/pays', message }];
}
