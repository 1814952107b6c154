/** What the quarter of the spine looks like afterwards: by goal, by person, by manager. */
import { expect, it } from 'vitest';
import type { Client, Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { sum } from '../kit/paying.ts';
import type { Company } from '../kit/platform.ts';

const Q1 = '2026-q1';

/** A quarter that is paid: who got what, by name. */
export type Quarter = {
  readonly company: Company;
  readonly api: Client;
  readonly control: Client;
  readonly people: Readonly<Record<string, string>>;
  readonly paid: Readonly<Record<string, string>>;
  readonly total: string;
};

export function reportsJourney(quarter: () => Promise<Quarter>): void {
  it('A11 shows from each goal the deals that serve it, and what they are paid, to the cent', async () => {
    type Goal = { goal: string; amountMinor: string; deals: { amountMinor: string; lines: number[] }[] };
    type Goals = { goals: Goal[]; totalMinor: string };
    const { api, people, paid } = await quarter();
    const { goals, totalMinor } = await api.get<Goals>(`/v1/people/${people['Ana']}/statements/${Q1}/goals`);
    const seen = goals.flatMap(({ goal, deals }) =>
      deals.map(({ amountMinor }) => `${goal}: ${amountMinor}`),
    );
    expect(seen.sort()).toEqual([
      'Everybody reaches quota: 500000', // by the second deal
      'Quota attainment: 1250000', // 10,000 × 10 % + 50,000 × 15 % + 20,000 × 20 %
      'Quota attainment: 1900000', // 190,000 × 10 %
    ]);
    const lines = goals.flatMap(({ deals }) => deals.flatMap((deal) => deal.lines));
    expect(lines.sort()).toEqual([1, 2, 3]);
    expect([sum(goals), totalMinor]).toEqual([paid['Ana'], paid['Ana']]);
  });

  it('A33 A42 A118 shows target, result and pay side by side, and everybody what is theirs', async () => {
    type Row = { person: string; own: Json; team: Json | null; pay: Json | null };
    type Report = { rows: Row[]; total: Json };
    const { api, people, paid, total } = await quarter();
    const found = await api.get<Report>(`/v1/reports/performance?period=${Q1}`);
    const of = (who: string) => found.rows.find(({ person }) => person === people[who]);
    expect(of('Ben')?.own).toMatchObject({ salesMinor: '23000000', attainment: '1.150000', attained: true });
    // Dan's 80,000 when he reported to Max, who is asked for what is asked of Dan: 200,000.
    expect(of('Max')?.team).toMatchObject({ salesMinor: '8000000', attainment: '0.400000' });
    expect(of('Mia')?.team).toMatchObject({ salesMinor: '5000000', attainment: null });
    for (const [name, totalMinor] of Object.entries(paid)) {
      expect(of(name)?.pay).toMatchObject({ totalMinor, status: 'published' });
    }
    // 270 + 230 + 190 + 130 + 50 = 870 thousand of 6 × 200 = 0.725; Ana and Ben have reached theirs.
    expect(found.total).toMatchObject({
      people: 9,
      withQuota: 6,
      attained: 2,
      salesMinor: '87000000',
      attainment: '0.725000',
      payMinor: total,
    });
    type Sales = { rows: { key: Json; deals: number; amountMinor: string }[]; total: Json };
    const sales = await api.get<Sales>('/v1/reports/sales?by=manager&each=quarter&in=EUR');
    const rolledUp = sales.rows.map(({ key, amountMinor }) => [key['manager'], key['period'], amountMinor]);
    const expected = [
      [people['Mia'], Q1, '5000000'],
      [people['Max'], Q1, '8000000'],
      [people['Nia'], Q1, '5000000'],
    ];
    expect(rolledUp).toEqual([
      ...expected.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      // Ana, Ben and Cem report to nobody: 270 + 230 + 190.
      [null, Q1, '69000000'],
    ]);
    // 870,000 over eight deals, of which one is shared: nine parts would say 96,666.67.
    expect(sales.total).toMatchObject({ deals: 8, revenuePerSaleMinor: '10875000' });
    expect(sales.total).toMatchObject({ converted: { exact: '870000', minor: '87000000', withoutRate: 0 } });
  });

  it('A116 shows a seller their own numbers alone', async () => {
    const { company, people, paid, control } = await quarter();
    await control.post('/v1/logins', { email: 'ben@acme.example', person: people['Ben'], roles: ['rep'] });
    const ben = await company.api('ben@acme.example');
    const found = await ben.get<{ rows: Json[]; total: Json }>('/v1/reports/sales?by=person');
    expect(found.rows).toMatchObject([{ key: { person: people['Ben'] }, amountMinor: '23000000' }]);
    expect(found.total).toMatchObject({ deals: 2, amountMinor: '23000000' });
    const { rows } = await ben.get<{ rows: Json[] }>(`/v1/reports/performance?period=${Q1}`);
    expect(rows).toMatchObject([{ person: people['Ben'], pay: { totalMinor: paid['Ben'] } }]);
    expect(await refusalOf(ben.get('/v1/reports/sales?by=everything'))).toEqual([
      422,
      'report.no-such-dimension',
      '/query/by',
    ]);
  });
}
