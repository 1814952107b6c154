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
}
