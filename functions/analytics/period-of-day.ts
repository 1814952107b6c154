/** In which of some periods a day lies. A report asks this for every sale, so each day is looked up once. */
import type { PeriodId } from '../../shared/kernel/ids.ts';
import { addDays, covers, type Day, type Span } from '../../shared/kernel/time.ts';
import type { Sale } from '../deals/sale.ts';
import { type Calendar, stretchesIn } from '../periods/calendar.ts';
import type { StretchKind } from '../periods/year.ts';
import { refuse } from '../../shared/kernel/refusal.ts';

type Named = Span & { readonly id: PeriodId };

/** Null for a day that lies in none of them. They do not overlap. */
export function periodOfDay(periods: readonly Named[]): (day: Day) => PeriodId | null {
  const known = new Map<Day, PeriodId | null>();
  return (day) => {
    let found = known.get(day);
    if (found === undefined) {
      found = periods.find((period) => covers(period, day))?.id ?? null;
      known.set(day, found);
    }
    return found;
  };
}

/** The same for the periods of one kind that a calendar has, around the days of these sales. */
export function calendarPeriodOf(
  { shape, kinds }: Calendar,
  kind: StretchKind | undefined,
  sales: readonly Sale[],
): (day: Day) => PeriodId | null {
  if (kind !== undefined && !kinds.includes(kind)) {
    refuse('rule', 'calendar.no-such-kind', `This calendar has ${kinds.join(', ')}.`, '/query/each');
  }
  const [from, last] = endsOf(sales);
  if (kind === undefined || from === undefined || last === undefined) return () => null;
  const stretches = stretchesIn(shape, { from, to: addDays(last, 1) });
  return periodOfDay(stretches.filter((stretch) => stretch.kind === kind));
}

function endsOf(sales: readonly Sale[]): [Day?, Day?] {
  let [first, last]: [Day?, Day?] = [sales[0]?.day, sales[0]?.day];
  for (const { day } of sales) {
    if (first === undefined || day < first) first = day;
    if (last === undefined || day > last) last = day;
  }
  return [first, last];
}
