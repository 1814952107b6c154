import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DealChange, fold, inOrder } from '../../functions/deals/deal.ts';
import { ANA, BEN, say } from './saying.ts';

const created = say({ at: '2026-03-01', amount: '5000000', owner: ANA, status: 'open', stage: 'qualify' });
const raised = say({ at: '2026-03-05', amount: '6000000' });
const won = say({ at: '2026-03-10', status: 'won', closeDate: '2026-03-09', stage: 'closed' });
const lost = say({ at: '2026-03-20', status: 'lost', closeDate: null });
const handedOver = say({ at: '2026-03-25', owner: BEN });
const everything = [created, raised, won, lost, handedOver];

/** Any order, with any number of repeats of each. */
const deliveries = (changes: readonly DealChange[]) =>
  fc
    .array(fc.constantFrom(...changes), { maxLength: 6 })
    .chain((again) =>
      fc.shuffledSubarray([...changes, ...again], { minLength: changes.length + again.length }),
    );

describe('the state of a deal', () => {
  it('is what was said last about each field', () => {
    expect(fold([created, raised, won])).toMatchObject({
      status: 'won',
      amountMinor: 6_000_000n,
      stage: 'closed',
      closeDate: '2026-03-09',
      owner: ANA,
    });
  });

  it('loses what is cleared and keeps what is not mentioned', () => {
    expect(fold(everything)).toMatchObject({ status: 'lost', closeDate: null, owner: BEN, stage: 'closed' });
  });

  it('of an owner who is cleared is nobody’s', () => {
    expect(fold([created, say({ at: '2026-03-02', owner: null })])).toMatchObject({
      owner: null,
      ownerRef: null,
    });
  });

  it('A125 is the same for all orders and repeats of what was said', () => {
    fc.assert(
      fc.property(deliveries(everything), (delivered) => {
        expect(fold(delivered)).toEqual(fold(everything));
      }),
    );
  });

  it('A125 orders by the CRM’s version within one moment, numbers by size, and else by id', () => {
    const at = '2026-03-01T12:00:00.000Z';
    const versions = ['2', '10', '9007199254740993', 'a', 'b'].map((version) => say({ at, version }));
    fc.assert(
      fc.property(deliveries(versions), (delivered) => {
        expect(inOrder(delivered).map(({ version }) => version)).toEqual(
          versions.map(({ version }) => version),
        );
      }),
    );
    const unversioned = [say({ at, stage: 'x' }), say({ at, stage: 'y' })];
    expect(fold(unversioned)).toEqual(fold(unversioned.toReversed()));
  });
});
