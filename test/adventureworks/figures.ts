/** Asks the platform's reports and statements for every figure that the reference has, and names it like that. */
import type { Client } from '../../infra/cli/client.ts';
import {
  type Asking,
  exact,
  knownPeople,
  money,
  pay,
  type Performance,
  type PerformanceRow,
  performanceIn,
  ratio,
  sales,
  salesBy,
  type Windows,
} from './asking.ts';
import { type Company, LAST_ENDS, WINDOWS } from './company.ts';
import type { Entry, Figures } from './compare.ts';
import { byCurrency, byTerritory } from './where.ts';

/** A quarter of an hour is long enough for all of it. */
export async function figuresOf(company: Company, folder: string): Promise<Figures> {
  const api = await company.api();
  const known = await knownPeople(api);
  const rates = await termsOf(api, known);
  const asking = { api, known, rates, company, folder };
  const windows = await Promise.all(
    WINDOWS.map(async (from) => ({ from, report: await performanceIn(api, `period=${from}`) })),
  );
  const whole = await performanceIn(api, `from=${WINDOWS[0]}&to=${LAST_ENDS}&each=window`);
  return {
    ...(await byWindow(asking, windows)),
    person: await byPerson(asking, whole, windows),
    ...(await byYears(asking)),
    ...(await rolledUp(asking, whole, windows)),
    ...(await byTerritory(asking)),
    ...(await byCurrency(asking)),
  };
}

async function termsOf(api: Client, known: Asking['known']) {
  const all = await api.list<{ person: string; terms?: Record<string, string> }>('/v1/enrolments');
  return new Map(
    all.map(({ person, terms }) => {
      const own = { rate: terms?.['commissionRate'] ?? '0', bonus: terms?.['bonus'] ?? '0' };
      return [known.get(person) ?? '', own];
    }),
  );
}

/** How many orders each person, or all of them, had in each window. */
async function ordersByWindow({ api, known }: Asking): Promise<ReadonlyMap<string, number>> {
  const rows = await salesBy(api, 'by=person&each=window');
  const orders = new Map<string, number>();
  for (const { key, deals } of rows) {
    if (key['person'] === null) continue;
    const window = String(key['period']);
    orders.set(`${known.get(String(key['person']))}|${window}`, deals);
    orders.set(window, (orders.get(window) ?? 0) + deals);
  }
  return orders;
}

const componentOf = (row: PerformanceRow, name: string): number =>
  money(row.pay?.components.find(({ component }) => component === name)?.amountMinor);

/** Commission before it is rounded, from what was booked. */
function commissionOf(row: PerformanceRow, rate: string): number {
  return money(row.own.salesMinor) * Number(rate);
}

async function byWindow(asking: Asking, windows: Windows) {
  const { known, rates } = asking;
  const orders = await ordersByWindow(asking);
  const personWindow: Record<string, Entry> = {};
  const window: Record<string, Entry> = {};
  const shapes: Record<string, Entry> = {};
  for (const { from, report } of windows) {
    for (const row of report.rows) {
      const number = known.get(row.person) ?? '';
      if (row.own.quotaMinor === null) continue;
      const count = orders.get(`${number}|${from}`) ?? 0;
      const { rate = '0' } = rates.get(number) ?? {};
      const [commission, bonus] = [componentOf(row, 'commission'), componentOf(row, 'bonus')];
      personWindow[`${number}|${from}`] = {
        orders: exact(count),
        sales_exact: sales(row.own.salesMinor, count),
        quota_exact: exact(money(row.own.quotaMinor)),
        attainment_6dp: ratio(row.own.attainment),
        attained: exact(row.own.attained),
        commission_pct: exact(Number(rate)),
        commission_exact: pay(commission),
        commission_2dp: pay(commission),
        bonus_exact: exact(bonus),
        variable_pay_2dp: pay(commission + bonus),
      };
      if (Number(rate) === 0) continue;
      shapes[`${number}|${from}`] = {
        marginal_accelerator_2dp: pay(componentOf(row, 'marginal')),
        retroactive_accelerator_2dp: pay(componentOf(row, 'retroactive')),
        threshold_50pct_2dp: pay(componentOf(row, 'threshold')),
        capped_5000_2dp: pay(componentOf(row, 'capped')),
      };
    }
    const { total } = report;
    window[from] = {
      sales_exact: sales(total.salesMinor, orders.get(from) ?? 0),
      quota_exact: exact(money(total.quotaMinor)),
      attainment_6dp: ratio(total.attainment),
      people_with_quota: exact(total.withQuota),
      people_attained: exact(total.attained),
    };
  }
  return { person_window: personWindow, window, plan_shapes: shapes };
}

async function byPerson({ api, known, rates }: Asking, whole: Performance, windows: Windows) {
  const orders = new Map(
    (await salesBy(api, 'by=person')).map(({ key, deals }) => [known.get(String(key['person'])), deals]),
  );
  const entries = whole.rows
    .filter(({ own }) => own.quotaMinor !== null)
    .map((row): [string, Entry] => {
      const number = known.get(row.person) ?? '';
      const { rate = '0', bonus = '0' } = rates.get(number) ?? {};
      const before = commissionOf(row, rate);
      const paid = componentOf(row, 'bonus');
      const summed = windows.reduce((sum, { report }) => {
        const own = report.rows.find(({ person }) => person === row.person);
        return own ? sum + componentOf(own, 'commission') : sum;
      }, 0);
      return [
        number,
        {
          commission_pct: exact(Number(rate)),
          bonus_when_attained: exact(Number(bonus)),
          quota_windows: exact(row.own.periodsWithQuota),
          windows_attained: exact(row.own.periodsAttained),
          sales_exact: sales(row.own.salesMinor, orders.get(number) ?? 0),
          quota_exact: exact(money(row.own.quotaMinor)),
          attainment_6dp: ratio(row.own.attainment),
          commission_sum_of_exact: pay(before),
          commission_sum_of_2dp_windows: pay(summed, row.own.periodsWithQuota),
          commission_rounded_once_2dp: pay(before),
          bonus_exact: exact(paid),
          variable_pay_2dp: pay(before + paid),
        },
      ];
    });
  return Object.fromEntries(entries);
}

/** Years and quarters of a calendar for reports, by the names that the reference gives them. */
async function byYears({ api, known, company }: Asking) {
  const ask = async (calendar: string, each: string, nameOf: (from: string) => string) => {
    const periods = await api.list<{ id: string; from: string }>(
      `/v1/calendars/${calendar}/periods?kind=${each}&from=2010-07-01&to=2015-07-01`,
    );
    const names = new Map(periods.map(({ id, from }) => [id, nameOf(from)]));
    const rows = await salesBy(api, `by=person&calendar=${calendar}&each=${each}`);
    const entries = rows
      .filter(({ key }) => key['person'] !== null)
      .map(({ key, deals, amountMinor }): [string, Entry] => [
        `${known.get(String(key['person']))}|${names.get(String(key['period']))}`,
        { sales_exact: sales(amountMinor, deals) },
      ]);
    return Object.fromEntries(entries);
  };
  const year = (from: string) => from.slice(0, 4);
  return {
    // From July 2010 to June 2011 is fiscal 2011.
    person_fiscal_year: await ask(company.fiscal, 'year', (from) => `FY${Number(year(from)) + 1}`),
    person_calendar_year: await ask(company.calendar, 'year', year),
    person_calendar_quarter: await ask(
      company.calendar,
      'quarter',
      (from) => `${year(from)}-Q${(Number(from.slice(5, 7)) + 2) / 3}`,
    ),
  };
}

async function rolledUp({ api, known }: Asking, whole: Performance, windows: Windows) {
  const teams = await salesBy(api, 'by=manager');
  const teamWindows = await salesBy(api, 'by=manager&each=window');
  const own = new Map(
    (await salesBy(api, 'by=person')).map(({ key, deals }) => [String(key['person']), deals]),
  );
  const below = await sellersBelow(
    api,
    known,
    new Set(whole.rows.filter(({ own: { quotaMinor } }) => quotaMinor !== null).map(({ person }) => person)),
  );
  const orders = new Map(teams.map(({ key, deals }) => [String(key['manager']), deals]));
  const manager: Record<string, Entry> = {};
  const inWindow: Record<string, Entry> = {};
  for (const row of whole.rows) {
    if (!row.team) continue;
    const count = orders.get(row.person) ?? 0;
    const ownOrders = own.get(row.person) ?? 0;
    const both = String(BigInt(row.own.salesMinor) + BigInt(row.team.salesMinor));
    manager[known.get(row.person) ?? ''] = {
      people_in_subtree: exact(below.get(row.person) ?? []),
      own_sales_exact: sales(row.own.salesMinor, ownOrders),
      team_sales_excluding_own_exact: sales(row.team.salesMinor, count),
      team_sales_including_own_exact: sales(both, count + ownOrders),
      own_quota_exact: exact(money(row.own.quotaMinor)),
      team_quota_excluding_own_exact: exact(money(row.team.quotaMinor)),
      team_attainment_excluding_own_6dp: ratio(row.team.attainment),
    };
  }
  for (const { from, report } of windows) {
    for (const { person, team } of report.rows) {
      if (!team) continue;
      const rows = teamWindows.filter(({ key }) => key['manager'] === person && key['period'] === from);
      inWindow[`${known.get(person)}|${from}`] = {
        team_sales_exact: sales(team.salesMinor, rows[0]?.deals ?? 0),
        team_quota_exact: exact(money(team.quotaMinor)),
        team_attainment_6dp: ratio(team.attainment),
      };
    }
  }
  return { manager_rollup: manager, manager_rollup_window: inWindow };
}

/** Who sells below each manager on the last day of the history, and the manager, who sells as well. */
async function sellersBelow(api: Client, known: Asking['known'], sellers: ReadonlySet<string>) {
  const managers = new Map<string, string | null>();
  for (const person of known.keys()) {
    const { lines } = await api.get<{ lines: { manager: string | null; from: string }[] }>(
      `/v1/people/${person}/line`,
    );
    managers.set(person, lines.at(-1)?.manager ?? null);
  }
  const below = new Map<string, string[]>();
  for (const person of sellers) {
    for (let at: string | null = person; at; at = managers.get(at) ?? null) {
      below.set(at, [...(below.get(at) ?? []), known.get(person) ?? ''].sort());
    }
  }
  return below;
}
