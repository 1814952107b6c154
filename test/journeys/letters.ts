/** Ten sellers get their plan letters, and nine of them accept. */
import { beforeAll, expect, it } from 'vitest';
import { Client, type Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { runOf, statementOf } from '../kit/paying.ts';
import { dealMessage, hire, moveTo } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const FLAT = { id: 'flat', name: 'Commission', kind: 'flat-rate', rate: { term: 'share' }, goal: 'Growth' };
const NAMES = ['Uma', 'Udo', 'Ute', 'Uli', 'Una', 'Uwe', 'Ursa', 'Ugo', 'Ula', 'Tom'];

type Seller = { readonly name: string; readonly person: string; readonly enrolment: string };
type Letter = Json & {
  readonly fingerprint: string;
  readonly acceptedAt: string | null;
  readonly reminders: readonly { readonly days: number; readonly at: string }[];
  readonly sections: readonly { heading: string; sentences: string[] }[];
};

export function lettersJourney(ground: Ground): void {
  const sellers: Seller[] = [];
  let plan: string;

  const as = ({ name }: Seller) => ground.company.api(`${name.toLowerCase()}@acme.example`);
  const letterOf = ({ enrolment }: Seller) => `/v1/enrolments/${enrolment}/letter`;
  const named = (name: string) => sellers.find((one) => one.name === name) as Seller;

  beforeAll(async () => {
    const { api, platform } = ground;
    const control = new Client(platform.current.at.control, api.token);
    const draft = { name: 'Letters', currency: 'EUR', period: 'quarter', components: [FLAT] };
    plan = (await api.post<{ plan: string }>('/v1/plans', draft, { key: 'letters' })).plan;
    for (const name of NAMES) {
      const person = await hire(api, name);
      const login = { email: `${name.toLowerCase()}@acme.example`, person, roles: ['rep'] };
      await control.post('/v1/logins', login, { key: name });
      const enrolled = { person, plan, version: 1, from: '2026-01-01', to: null, terms: { share: '0.1' } };
      const { id } = await api.post<{ id: string }>('/v1/enrolments', enrolled, { key: name });
      sellers.push({ name, person, enrolment: id });
    }
  }, 120_000);

  it('A82 nine of ten accept their own letter, which is 90 %, and the tenth is named', async () => {
    for (const seller of sellers.filter(({ name }) => name !== 'Tom')) {
      const own = await as(seller);
      const { fingerprint, sections } = await own.get<Letter>(letterOf(seller));
      expect(sections[0]?.sentences[1]).toBe('Commission: You earn 10 % of every deal credited to you.');
      const path = `${letterOf(seller)}/acceptance`;
      const accepted = await own.post<Letter>(path, { fingerprint });
      expect(await own.post<Letter>(path, { fingerprint })).toEqual(accepted);
      expect(await own.get<Letter>(letterOf(seller))).toEqual(accepted);
    }
    const found = await ground.api.get(`/v1/plans/${plan}/versions/1/acceptances`);
    const { person, enrolment } = named('Tom');
    expect(found).toEqual({
      enrolled: 10,
      accepted: 9,
      share: '0.9000',
      open: [{ enrolment, person, name: 'Tom', reminders: [] }],
    });
  });

  it('A82 a letter is accepted by nobody else, and only as it stands', async () => {
    const tom = named('Tom');
    const path = `${letterOf(tom)}/acceptance`;
    const { fingerprint } = await ground.api.get<Letter>(letterOf(tom));
    expect(await refusalOf(ground.api.post(path, { fingerprint }))).toEqual([403, 'letter.not-yours']);
    const uma = await as(named('Uma'));
    expect(await refusalOf(uma.post(path, { fingerprint }))).toEqual([404, 'not-found']);
    const other = { fingerprint: '0'.repeat(64) };
    const own = await as(tom);
    expect(await refusalOf(own.post(path, other))).toEqual([409, 'letter.changed', '/fingerprint']);
    const report = `/v1/plans/${plan}/versions/1/acceptances`;
    expect(await refusalOf(own.get(report))).toEqual([403, 'permission.missing']);
  });

  it('A82 the tenth is told of it at night and a week later, nobody else is, and pay waits for neither', async () => {
    const { platform } = ground;
    const tom = named('Tom');
    const toldOf = async (seller: Seller) => {
      const { reminders } = await (await ground.company.api()).get<Letter>(letterOf(seller));
      return reminders.map(({ days, at }) => `${days} ${at.slice(0, 10)}`);
    };
    await moveTo(platform.current, '2026-01-06T02:00:30Z');
    expect(await toldOf(tom)).toEqual(['0 2026-01-06']);
    await moveTo(platform.current, '2026-01-13T02:00:30Z');
    expect(await toldOf(tom)).toEqual(['0 2026-01-06', '7 2026-01-13']);
    expect(await toldOf(named('Uma'))).toEqual([]);
    const deal = { amount: '10000', currency: 'EUR', status: 'won', ownerRef: 'u-tom' };
    await ground.company.deliver(dealMessage('tom-1', 'deal.updated', '2026-01-12T10:00:00.000Z', deal));
    await platform.current.host.idle();
    const api = await ground.company.api();
    const run = await runOf(platform.current, api, '2026-q1', 'unsigned');
    // 10,000 × 10 %, signed or not.
    expect(await statementOf(api, tom.person, '2026-q1', run.id)).toMatchObject({ totalMinor: '100000' });
  });
}
