/**
 * A seller is moved to another manager on days long past: the report of what rolls up to managers, by month,
 * before and after. Only the two managers may change, only in the months of the move, by what the seller sold.
 */
import { knownPeople, money, salesBy, type SalesRow } from './asking.ts';
import type { Company } from './company.ts';

const SELLER = '276';
const [LEFT, JOINED] = ['274', '287'];
const DAYS = { from: '2013-01-01', to: '2013-03-01' };
/** Linda Mitchell sold in both of them. */
const MONTHS = ['2013-01', '2013-02'];

/** Answers what changed that should not have, or did not change that should have. */
export async function moveBack(company: Company, say: (line: string) => void): Promise<string[]> {
  const api = await company.api();
  const known = await knownPeople(api);
  const idOf = (number: string) => [...known].find(([, own]) => own === number)?.[0] ?? '';
  const months = await api.list<{ id: string; from: string }>(
    `/v1/calendars/${company.calendar}/periods?kind=month&from=2011-01-01&to=2015-01-01`,
  );
  const monthOf = new Map(months.map(({ id, from }) => [id, from.slice(0, 7)]));
  const each = `calendar=${company.calendar}&each=month`;
  const nameOf = ({ key }: SalesRow, of: string) =>
    `${known.get(String(key[of]))} ${monthOf.get(String(key['period']))}`;
  const report = async (of: string) =>
    new Map(
      (await salesBy(api, `by=${of}&${each}`)).map((row) => [nameOf(row, of), BigInt(row.amountMinor)]),
    );
  const [before, sold] = [await report('manager'), await report('person')];
  const seller = idOf(SELLER);
  const ifMatch = await api.tagOf(`/v1/people/${seller}/line`);
  await api.put(`/v1/people/${seller}/manager`, { manager: idOf(JOINED), ...DAYS }, { ifMatch });
  const after = await report('manager');
  const expected = new Map<string, bigint>();
  for (const month of MONTHS) {
    expected.set(`${LEFT} ${month}`, -(sold.get(`${SELLER} ${month}`) ?? 0n));
    expected.set(`${JOINED} ${month}`, sold.get(`${SELLER} ${month}`) ?? 0n);
  }
  say(
    `${SELLER} reported to ${JOINED} from ${DAYS.from} to ${DAYS.to}, it is said now; roll-ups that changed:`,
  );
  const wrong: string[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [was, is] = [before.get(name) ?? 0n, after.get(name) ?? 0n];
    if (is - was !== (expected.get(name) ?? 0n)) wrong.push(`${name}: ${was} became ${is}`);
    if (is !== was) say(`    ${name}  ${money(String(was))} → ${money(String(is))}`);
  }
  say(`    of ${before.size} roll-ups by manager and month, ${expected.size} were to change`);
  return wrong;
}
