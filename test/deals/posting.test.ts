import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Credit, creditsOf } from '../../functions/deals/crediting.ts';
import type { Deal, DealChange } from '../../functions/deals/deal.ts';
import { type Entry, foldPages, latestEntries, type Page } from '../../functions/deals/page.ts';
import { admit, entriesOf, possiblePeriods, type Settled } from '../../functions/deals/posting.ts';
import { fiscalYear } from '../../functions/periods/pay-calendar.ts';
import type { Period } from '../../functions/periods/period.ts';
import { Day } from '../../shared/kernel/time.ts';
import { ANA, BEN, BERLIN, CONNECTOR, DEAL, say } from './saying.ts';

const YEAR = fiscalYear(2026, { kind: 'months', startsIn: 1 }, BERLIN, 3);
const [JANUARY, FEBRUARY, MARCH] = ['2026-m01', '2026-m02', '2026-m03'];

function calendar(...closed: (string | undefined)[]) {
  const status = (period: Period) => (closed.includes(period.id) ? 'locked' : period.status);
  return {
    periods: YEAR.map((period): Period => ({ ...period, status: status(period) })),
    zone: BERLIN,
    currency: 'EUR',
  };
}

function dealOf(revision: number, changes: DealChange[], held: Record<string, string> = {}): Deal {
  return { id: DEAL, connector: CONNECTOR, recordId: 'D1', revision, changes, held };
}

/** What on-deal-changed does with one deal: judge, hold back, judge again, post. */
class Months {
  readonly pages: Page[] = [];
  readonly held: Record<string, string> = {};
  readonly late: Record<string, string> = {};
  #revision = 0;
  #closed: (string | undefined)[] = [];

  close(month: string | undefined) {
    this.#closed.push(month);
  }

  arrive(changes: readonly DealChange[]): void {
    this.#revision += 1;
    const now = calendar(...this.#closed);
    const deal = { ...dealOf(this.#revision, [...changes], this.held), late: this.late };
    const settled = this.#settled();
    const { late } = admit(deal, now, settled);
    for (const { change, code } of late) this.held[change.id] = code;
    if (late.length > 0) this.#revision += 1;
    const judged = { ...deal, revision: this.#revision };
    const again = admit(judged, now, settled);
    expect(again.late, 'what is left after holding back can be posted').toEqual([]);
    const ground = { today: Day.parse('2026-01-02'), settled };
    for (const { period, entry } of entriesOf(judged, again.kept, now, ground)) {
      for (const { period: of } of entry.late ?? []) this.late[of] = period.id;
      this.#post(period, entry);
    }
  }

  /** What the pages of a month say of it. */
  sum(month: string | undefined): bigint {
    return sumOf(foldPages(this.pages.filter(({ period }) => period === month)));
  }

  /** What is so by now, of a month or of all. */
  byNow(month?: string): bigint {
    const periods = month === undefined ? YEAR.map(({ id }) => id) : [month];
    return sumOf(foldPages(this.pages, periods));
  }

  #settled(): Settled {
    const pages = (id: string) => this.pages.filter(({ period }) => period === id);
    return new Map(this.#closed.flatMap((id) => (id ? [[id, latestEntries(pages(id))] as const] : [])));
  }

  #post({ id: period }: Period, entry: Entry) {
    const page = String(this.pages.length);
    this.pages.push({ period, page, hash: page, entries: [entry] });
  }
}

const sumOf = (credits: readonly Credit[]) => credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

const won = say({ at: '2026-01-20', status: 'won', amount: '5000000', owner: ANA });
const raised = say({ at: '2026-02-10', amount: '6000000' });
const lost = say({ at: '2026-03-05', status: 'lost' });

describe('credits in a window that was split', () => {
  const from = (id: string, to: string | null, status: Period['status'], version: number) =>
    ({
      id,
      kind: 'window',
      from: id,
      to,
      endsAt: null,
      closesAt: null,
      status,
      version,
    }) as unknown as Period;

  it('count in the one that their day is in now, also once the first is closed', () => {
    const open = { periods: [from('2026-01-01', null, 'open', 1)], zone: BERLIN, currency: 'EUR' };
    const deal = dealOf(1, [won, raised]);
    const [before] = entriesOf(deal, [won, raised], open);
    // January: +50,000; 10 February: −50,000 + 60,000. All of it lies in the one window.
    expect(before?.entry.credits).toHaveLength(3);
    const settled: Settled = new Map([['2026-01-01', new Map(before ? [[DEAL, before.entry]] : [])]]);
    const split = {
      periods: [from('2026-01-01', '2026-02-01', 'locked', 4), from('2026-02-01', null, 'open', 1)],
      zone: BERLIN,
      currency: 'EUR',
    };
    expect(admit(deal, split, settled).late).toEqual([]);
    const after = entriesOf(deal, [won, raised], split);
    expect(after.map(({ period, entry }) => [period.id, entry.credits.map(({ day }) => day)])).toEqual([
      ['2026-02-01', ['2026-02-10', '2026-02-10']],
    ]);
  });
});

describe('credits in months', () => {
  it('lie where their days do', () => {
    const months = new Months();
    months.arrive([won, raised, lost]);
    // January +50,000; February −50,000 + 60,000; March −60,000.
    expect([JANUARY, FEBRUARY, MARCH].map((month) => months.sum(month))).toEqual([
      5_000_000n,
      1_000_000n,
      -6_000_000n,
    ]);
  });

  it('of a deal that was never won touch no month', () => {
    const open = say({ at: '2026-01-20', status: 'open', amount: '1', owner: ANA, closeDate: '2026-03-31' });
    expect(possiblePeriods(dealOf(1, [open, lost]), calendar())).toEqual([]);
  });

  it('leave a month again when an earlier change turns up that moves them', () => {
    const months = new Months();
    const unplanned = say({ at: '2026-02-20', status: 'won', amount: '100', owner: ANA });
    months.arrive([unplanned]);
    expect(months.sum(FEBRUARY)).toBe(100n);
    months.arrive([unplanned, say({ at: '2026-01-02', closeDate: '2026-01-31' })]);
    expect(months.sum(FEBRUARY)).toBe(0n);
    expect(months.sum(JANUARY)).toBe(100n);
  });
});

describe('a month that is not open', () => {
  it('stays as it is; a change of what was credited there is said late, in the first month that is open', () => {
    const months = new Months();
    months.arrive([won]);
    months.close(JANUARY);
    const late = say({ at: '2026-01-25', amount: '9900000', receivedAt: '2026-02-11T00:00:00.000Z' });
    months.arrive([won, late, raised]);
    expect([months.held, months.late]).toEqual([{}, { '2026-m01': '2026-m02' }]);
    // January: its pages say 50,000; by now it is +50,000 −50,000 +99,000. February: −99,000 + 60,000.
    expect([months.sum(JANUARY), months.byNow(JANUARY)]).toEqual([5_000_000n, 9_900_000n]);
    expect(months.sum(FEBRUARY)).toBe(-3_900_000n);
  });

  it('is said again, once it is what was said in time, so that nothing late is left', () => {
    const months = new Months();
    months.arrive([won]);
    months.close(JANUARY);
    const lostThen = say({ at: '2026-01-25', status: 'lost' });
    months.arrive([won, lostThen]);
    expect([months.sum(JANUARY), months.byNow(JANUARY)]).toEqual([5_000_000n, 0n]);
    const wonThen = say({ at: '2026-01-26', status: 'won' });
    months.arrive([won, lostThen, wonThen]);
    expect(months.byNow(JANUARY)).toBe(5_000_000n);
  });

  it('lets through what changes only later months', () => {
    const months = new Months();
    months.arrive([won]);
    months.close(JANUARY);
    months.arrive([won, raised]);
    months.close(FEBRUARY);
    months.arrive([won, raised, lost]);
    expect(months.held).toEqual({});
    expect(months.byNow()).toBe(0n);
  });

  it('lets through a change that says nothing about credits', () => {
    const months = new Months();
    months.arrive([won]);
    months.close(JANUARY);
    months.arrive([won, say({ at: '2026-01-02', stage: 'qualify' })]);
    expect(months.held).toEqual({});
  });

  it('gets nothing of a deal that was won in it and is heard of later: the next one says it', () => {
    const months = new Months();
    months.close(JANUARY);
    months.arrive([won]);
    expect([months.held, months.sum(JANUARY), months.sum(FEBRUARY)]).toEqual([{}, 0n, 0n]);
    expect(months.pages).toMatchObject([
      { period: FEBRUARY, entries: [{ credits: [], late: [{ period: JANUARY, credits: [{}] }] }] },
    ]);
  });

  it('of which something else than an amount changes is said late, too', () => {
    const months = new Months();
    months.arrive([won]);
    months.close(JANUARY);
    months.arrive([won, say({ at: '2026-01-10', about: { product: 'Seats' } })]);
    expect(months.late).toEqual({ [JANUARY ?? '']: FEBRUARY });
    expect(months.byNow(JANUARY)).toBe(5_000_000n);
  });

  it('says when the calendar has no such month', () => {
    const months = new Months();
    const far = say({ at: '2026-01-20', status: 'won', amount: '1', owner: ANA, closeDate: '2031-01-01' });
    months.arrive([far]);
    expect(months.held).toEqual({ [far.id]: 'period.missing' });
  });
});

describe('for any arrivals and closings', () => {
  const saying = fc
    .record(
      {
        day: fc.integer({ min: 1, max: 28 }),
        month: fc.constantFrom('01', '02', '03'),
        received: fc.integer({ min: 100, max: 999 }),
        status: fc.constantFrom('won', 'won', 'open', 'lost'),
        amount: fc.bigInt(1n, 1_000n).map(String),
        owner: fc.constantFrom(ANA, BEN),
        closeDate: fc.constantFrom('2026-01-31', '2026-02-14', '2026-03-31'),
      },
      { requiredKeys: ['day', 'month', 'received'] },
    )
    .map(({ day, month, received, ...rest }) =>
      say({
        at: `2026-${month}-${String(day).padStart(2, '0')}`,
        receivedAt: `2026-04-01T00:00:00.${received}Z`,
        ...rest,
      }),
    );
  const steps = fc.array(fc.oneof({ weight: 3, arbitrary: saying }, fc.constant('close' as const)), {
    minLength: 1,
    maxLength: 10,
  });

  it('a closed month never changes, and all months come to what the counted changes come to', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const months = new Months();
        const open = [JANUARY, FEBRUARY, MARCH];
        const sealed = new Map<string | undefined, bigint>();
        const arrived: DealChange[] = [];
        for (const step of story) {
          if (step === 'close') {
            const month = open.shift();
            months.close(month);
            if (month) sealed.set(month, months.sum(month));
          } else {
            arrived.push(step);
            months.arrive(arrived);
          }
          for (const [month, total] of sealed) expect(months.sum(month)).toBe(total);
          const counted = arrived.filter(({ id }) => !(id in months.held));
          const credits = creditsOf(DEAL, counted, BERLIN);
          expect(months.byNow()).toBe(credits.reduce((total, { amountMinor }) => total + amountMinor, 0n));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('A125 any order of arrival before the closing gives the same credits in every month', () => {
    fc.assert(
      fc.property(
        fc
          .array(saying, { minLength: 1, maxLength: 6 })
          .chain((changes) =>
            fc.tuple(fc.constant(changes), fc.shuffledSubarray(changes, { minLength: changes.length })),
          ),
        ([changes, shuffled]) => {
          const [one, other] = [new Months(), new Months()];
          for (const n of changes.keys()) one.arrive(changes.slice(0, n + 1));
          for (const n of shuffled.keys()) other.arrive(shuffled.slice(0, n + 1));
          expect(foldPages(one.pages)).toEqual(foldPages(other.pages));
        },
      ),
    );
  });
});
