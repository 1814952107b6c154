import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import type { Deal, DealChange } from '../../functions/deals/deal.ts';
import { OverrideDraft } from '../../functions/deals/override.ts';
import { overrideOf, overriding } from '../../functions/deals/overriding.ts';
import { admit, entriesOf } from '../../functions/deals/posting.ts';
import { presentOf } from '../../functions/deals/present.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { Day, Instant } from '../../shared/kernel/time.ts';
import { year2026 } from '../periods/kit.ts';
import { ANA, BEN, BERLIN, CEM, COMPANY, CONNECTOR, DEAL, person, say } from './saying.ts';

const ADA = person('ada');
const dealOf = (changes: readonly DealChange[]): Deal => ({
  id: DEAL,
  connector: CONNECTOR,
  recordId: 'D1',
  revision: changes.length,
  changes: [...changes],
  held: {},
});
const noon = (day: string) => Instant.parse(`${day}T12:00:00.000Z`);
const all = (person: PersonId) => OverrideDraft.parse({ splits: [{ person, share: '1' }], reason: 'agreed' });
/** What a deal is once somebody has said it, too. */
function said(changes: readonly DealChange[], draft: OverrideDraft | null, on: string): DealChange[] {
  const change = overriding(dealOf(changes), draft, { by: ADA, now: noon(on) });
  return change ? [...changes, change] : [...changes];
}
const told = (changes: readonly DealChange[]) =>
  creditsOf(DEAL, changes, BERLIN).map(({ day, person, amountMinor }) => [day, person, amountMinor]);

const won = say({ at: '2026-03-10', status: 'won', amount: '5000000', owner: ANA });

describe('an override', () => {
  it('wins over every later word of the CRM until it is released, and then the last of these counts', () => {
    const set = said([won], all(BEN), '2026-03-12');
    const later = [...set, say({ at: '2026-03-15', owner: CEM })];
    expect(told(later)).toEqual([
      ['2026-03-10', ANA, 5_000_000n],
      ['2026-03-12', ANA, -5_000_000n],
      ['2026-03-12', BEN, 5_000_000n],
    ]);
    expect(told(said(later, null, '2026-03-20')).slice(3)).toEqual([
      ['2026-03-20', BEN, -5_000_000n],
      ['2026-03-20', CEM, 5_000_000n],
    ]);
  });

  it('divides the amount that the CRM says, also a later one, and leaves who is on top', () => {
    const draft = OverrideDraft.parse({
      splits: [
        { person: BEN, share: '0.6' },
        { person: CEM, share: '0.4' },
      ],
      reason: 'shared',
    });
    const changes = said(
      [say({ at: '2026-03-01', status: 'open', overlays: [[ANA, '0.1']] })],
      draft,
      '2026-03-02',
    );
    const later = say({ at: '2026-03-10', status: 'won', amount: '100', splits: [[ANA, '1']] });
    // 60 % and 40 % of 1.00, and 10 % on top.
    expect(told([...changes, later])).toEqual([
      ['2026-03-10', BEN, 60n],
      ['2026-03-10', CEM, 40n],
      ['2026-03-10', ANA, 10n],
    ]);
  });

  it('that is so already changes nothing, and neither does a release of none', () => {
    const set = said([won], all(BEN), '2026-03-12');
    expect(said(set, all(BEN), '2026-03-13')).toEqual(set);
    expect(said([won], null, '2026-03-13')).toEqual([won]);
    expect(overrideOf(dealOf(set))).toMatchObject({ splits: [{ person: BEN }], by: ADA, version: 1 });
    const released = said(set, null, '2026-03-14');
    expect(overrideOf(dealOf(released))).toBeUndefined();
    expect(overrideOf(dealOf(said(released, all(BEN), '2026-03-15')))).toMatchObject({ version: 3 });
  });

  it('said last counts, whatever the clocks say', () => {
    const set = said(said([won], all(BEN), '2026-03-12'), all(CEM), '2026-03-11');
    expect(told(set).at(-1)).toEqual(['2026-03-12', CEM, 5_000_000n]);
    expect(overrideOf(dealOf(set))).toMatchObject({ splits: [{ person: CEM }] });
  });

  it('is not what the CRM says: a deal goes out as the CRM has it', () => {
    const set = said([won], all(BEN), '2026-03-25');
    expect(presentOf(dealOf(set), undefined, COMPANY)).toMatchObject({ owner: ANA, day: '2026-03-10' });
    const open = say({ at: '2026-03-10', status: 'open', amount: '1', owner: ANA });
    expect(presentOf(dealOf(said([open], all(BEN), '2026-03-25')), undefined, COMPANY)).toMatchObject({
      day: '2026-03-10',
    });
  });

  it('is never too late: where its day lies in a period that is closed, it is said late', () => {
    const periods = year2026.map((one) =>
      one.id === '2026-m04' ? { ...one, status: 'locked' as const } : one,
    );
    const calendar = { periods, zone: BERLIN, currency: 'EUR' };
    const settled = new Map([['2026-m04', new Map()]]);
    const deal = dealOf(said([won], all(BEN), '2026-04-02'));
    const { kept, late } = admit(deal, calendar, settled);
    expect(late).toEqual([]);
    const entries = entriesOf(deal, kept, calendar, { today: Day.parse('2026-04-02'), settled });
    expect(entries.map(({ period, entry }) => [period.id, entry.late?.map((of) => of.period)])).toEqual([
      ['2026-m03', undefined],
      ['2026-m05', ['2026-m04']],
    ]);
  });

  it.each([
    ['shares that do not come to one', [{ person: ANA, share: '0.9' }]],
    ['a share that is none', [{ person: ANA, share: '90%' }]],
    ['nobody', []],
    [
      'somebody with nothing',
      [
        { person: ANA, share: '1' },
        { person: BEN, share: '0' },
      ],
    ],
  ])('is refused with %s', (_, splits) => {
    expect(OverrideDraft.safeParse({ splits, reason: 'so' }).error?.issues[0]?.path[0]).toBe('splits');
  });

  it('in whatever order changes are read leaves the same credits, which come to the amount', () => {
    const step = fc.oneof(
      fc.constantFrom(ANA, BEN, CEM).map((owner) => ({ owner })),
      fc.bigInt(1n, 999n).map((amount) => ({ amount: String(amount) })),
      fc.constantFrom(ANA, BEN, CEM).map((to) => ({ to })),
      fc.constant({ to: null }),
    );
    const stories = fc.array(step, { minLength: 1, maxLength: 8 }).chain((steps) => {
      let changes: DealChange[] = [won];
      for (const [n, each] of steps.entries()) {
        const on = `2026-03-${11 + n}`;
        if ('to' in each) changes = said(changes, each.to && all(each.to), on);
        else changes.push(say({ at: on, ...each }));
      }
      const shuffled = fc.shuffledSubarray(changes, { minLength: changes.length });
      return fc.tuple(fc.constant(changes), shuffled);
    });
    fc.assert(
      fc.property(stories, ([changes, shuffled]) => {
        const credits = creditsOf(DEAL, changes, BERLIN);
        expect(creditsOf(DEAL, shuffled, BERLIN)).toEqual(credits);
        const amount = changes.flatMap(({ amountMinor }) => amountMinor ?? []).at(-1);
        expect(credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(amount);
      }),
      { numRuns: 200 },
    );
  });
});
