/** What one more deal would earn somebody on terms of their own, and the corners of what they are paid. */
import { expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import type { Ground } from './ground.ts';

/** The payee stands at 130,000 of 100,000: their table is at its cap of 5,000, and the bonus of 4,100 is paid. */
export function estimatesJourney(ground: Ground, payee: () => string): void {
  it('A77 estimates by them: at the cap, one more deal earns nothing', async () => {
    const asked = { period: '2026-q1', amountMinor: '1000000' };
    expect(await ground.api.post(`/v1/people/${payee()}/estimate`, asked)).toMatchObject({
      earnedSoFarMinor: '910000',
      wouldEarnMinor: '0',
      components: [
        {
          component: 'table',
          amountMinor: '0',
          sentence: expect.stringContaining('The cap of 5,000.00 EUR'),
        },
        { component: 'bonus', amountMinor: '0' },
      ],
    });
    const split = { ...asked, splits: [{ person: `per_${'0'.repeat(26)}`, share: '1' }] };
    const refused = await refusalOf(ground.api.post(`/v1/people/${payee()}/estimate`, split));
    expect(refused).toEqual([422, 'person.unknown', '/splits/0/person']);
  });

  it('A77 draws what they pay, point by point, with both sides of every jump', async () => {
    type Curve = { now: Json; points: { creditedMinor: string; earnedMinor: string }[] };
    const path = `/v1/people/${payee()}/payout-curve?period=2026-q1`;
    const { components } = await ground.api.get<{ components: Curve[] }>(path);
    const corners = components.map(({ points }) =>
      points.map(({ creditedMinor, earnedMinor }) => `${creditedMinor} ${earnedMinor}`),
    );
    // Half of 100,000; 100,000 × 2 % and × 3 %; 125,000 × 3 % = 3,750 and × 4 % = 5,000, the cap; 130,000 is now,
    // and the end a quarter beyond that.
    expect(corners).toEqual([
      ['0 0', '4999999 0', '5000000 100000', '9999999 200000', '10000000 300000'].concat([
        '12499999 375000',
        '12500000 500000',
        '13000000 500000',
        '16250000 500000',
      ]),
      ['0 0', '9999999 0', '10000000 410000', '13000000 410000', '16250000 410000'],
    ]);
    expect(components[0]?.now).toEqual({
      creditedMinor: '13000000',
      attainment: '1.3',
      earnedMinor: '500000',
    });
    expect(await refusalOf(ground.api.get(`/v1/people/${payee()}/payout-curve`))).toEqual([
      422,
      'input.invalid',
      '/query/period',
    ]);
  });
}
