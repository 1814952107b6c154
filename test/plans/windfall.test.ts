/** Golden cases of windfalls: how far one deal is credited. */
import { describe, expect, it } from 'vitest';
import { Policies } from '../../functions/plans/policies.ts';
import { cents, credit, flat, paying } from './kit.ts';

const windfall = (more: object = {}) =>
  Policies.parse({ windfall: { limitMinor: cents('600000').toString(), ...more } });

function credited(policies: Policies, ...amounts: readonly string[]) {
  const direct = amounts.map((text, n) => ({ ...credit(n, cents(text)), deal: credit(0, 0n).deal }));
  const [component] = paying({
    components: [flat('0.01')],
    policies,
    credits: { direct, rollUp: [] },
  }).components;
  return [component?.creditedMinor, component?.uncreditedMinor, component?.amountMinor];
}

describe('a deal of 1,200,000 with a credit limit of 600,000', () => {
  it('is credited for 600,000, and 600,000 are recorded as uncredited', () => {
    // 600,000 × 1 % = 6,000. Wrong: 12,000 (no limit), 0 (the whole deal dropped).
    expect(credited(windfall(), '1200000')).toEqual([cents('600000'), cents('600000'), cents('6000')]);
  });

  it('is credited the same when it came in two amendments of 600,000', () => {
    // Wrong: 1,200,000, each amendment within the limit by itself.
    expect(credited(windfall(), '600000', '600000')).toEqual([
      cents('600000'),
      cents('600000'),
      cents('6000'),
    ]);
  });

  it('leaves nothing when it is taken back', () => {
    expect(credited(windfall(), '1200000', '-1200000')).toEqual([0n, undefined, 0n]);
  });

  it('may be credited in part above the limit', () => {
    // 600,000 + 600,000 × 25 % = 750,000, × 1 % = 7,500.
    expect(credited(windfall({ above: '0.25' }), '1200000')).toEqual([
      cents('750000'),
      cents('450000'),
      cents('7500'),
    ]);
  });

  it('is cut before its split where the limit is of the deal: 60 % of it has 360,000', () => {
    // The part of 720,000 has 600,000 × 720,000 ÷ 1,200,000. Wrong: 600,000, the limit for each part.
    const part = { ...credit(0, cents('720000')), dealMinor: cents('1200000') };
    const [component] = paying({
      components: [flat('0.01')],
      policies: windfall({ of: 'deal' }),
      credits: { direct: [part], rollUp: [] },
    }).components;
    expect(component?.creditedMinor).toBe(cents('360000'));
  });
});
