/** Route × role: the golden file that people review, and the platform's own answers held against it. */
import { beforeAll, expect, it } from 'vitest';
import { Client } from '../../infra/cli/client.ts';
import { Role } from '../../shared/http/roles.ts';
import { sideBySide } from '../kit/asking.ts';
import { type Company, hire, onboard, platformFrom } from '../kit/platform.ts';
import { missingOf } from './kit/ids.ts';
import { comparable, send } from './kit/raw.ts';
import { matrixOf, type Served, servedRoutes, verdictFor } from './kit/routes.ts';
import { staffAllRoles, type Tokens, tokensFor } from './kit/tokens.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const routes = await servedRoutes();
let tokens: Tokens;
/** Rob reports to Mia and Mia to Tom; Pat reports to another. */
const people = {} as Record<'Tom' | 'Mia' | 'Rob' | 'Ned' | 'Pat', string>;

let company: Company;

beforeAll(async () => {
  company = await onboard(platform.current);
  const api = await company.api();
  const under = (person: string) => ({ person, from: '2026-01-01' });
  people.Tom = await hire(api, 'Tom');
  people.Mia = await hire(api, 'Mia', under(people.Tom));
  people.Rob = await hire(api, 'Rob', under(people.Mia));
  people.Ned = await hire(api, 'Ned', under(people.Tom));
  people.Pat = await hire(api, 'Pat', under(people.Ned));
  await api.put(`/v1/teams/${missingOf('team')}/members/${people.Rob}`, { from: '2026-01-01' });
  const key = await staffAllRoles(platform.current, company, { rep: people.Rob, manager: people.Mia });
  const control = new Client(platform.current.at.control, api.token);
  await control.post('/v1/logins', { email: 'tom@acme.example', person: people.Tom, roles: ['manager'] });
  tokens = await tokensFor(platform.current, company, key);
});

it('A116 the matrix of routes and roles is the one that was reviewed', async () => {
  await expect(matrixOf(routes)).toMatchFileSnapshot('../golden/routes-by-role.txt');
});

it('gives no role to nobody and no permission to no one', () => {
  for (const route of routes.filter(({ permission }) => permission !== 'public')) {
    const holders = Role.options.filter((role) => verdictFor(route, role) === 'yes');
    expect(holders.length, `${route.key} is for nobody`).toBeGreaterThan(0);
  }
  for (const role of Role.options) {
    expect(
      routes.some((route) => verdictFor(route, role) === 'yes'),
      `${role} may do nothing`,
    ).toBe(true);
  }
});

/** A well-formed address of nothing and a body that fits nothing: whoever is let in changes nothing. */
async function answerTo({ method, path, api }: Served, role: Role): Promise<number> {
  const { at } = platform.current;
  const url = { cell: at.api, control: at.control, 'sign-in': at.issuer }[api];
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => missingOf(name));
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '[]' };
  return (await send({ url, token: tokens[role] }, method, address, body)).status;
}

it('A116 fault 55 every role is turned away exactly where the matrix says so', async () => {
  const cases = routes.flatMap((route) => {
    const asked = route.permission === 'public' ? (['rep'] as const) : Role.options;
    return asked.map((role) => ({ route, role }));
  });
  const wrong = await sideBySide(cases, 4, async ({ route, role }) => {
    const status = await answerTo(route, role);
    const said = { 401: 'out', 403: 'no' }[status] ?? 'in';
    const expected = verdictFor(route, role);
    // Sign-in itself answers 401 and 403 to those it does not know.
    const fits = expected === 'open' || said === (expected === 'yes' ? 'in' : expected);
    return fits && status < 500 ? [] : [`${role} on ${route.key}: ${status}, the matrix says ${expected}`];
  });
  expect(wrong.flat()).toEqual([]);
  const open = routes.filter(({ permission }) => permission === 'public').length;
  const guarded = routes.length - open;
  console.log(
    `${guarded} guarded routes × ${Role.options.length} roles, ${open} open ones: ${cases.length} requests`,
  );
});

it('A116 lets nobody without a token into a guarded route', async () => {
  const guarded = routes.filter(({ permission }) => permission !== 'public');
  const answers = await sideBySide(guarded, 4, async ({ api, method, path }) => {
    const url = api === 'cell' ? platform.current.at.api : platform.current.at.control;
    return send({ url, token: undefined }, method, path.replaceAll(/[{}]/g, ''));
  });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
});

it('A116 fault 55 shows a rep themselves, a manager all below, and nobody a peer or who is above', async () => {
  const { api: url } = platform.current.at;
  const { token: toms } = await company.api('tom@acme.example');
  const sees = { [tokens.rep]: ['Rob'], [tokens.manager]: ['Mia', 'Rob'] };
  const everyone = { ...sees, [String(toms)]: ['Tom', 'Mia', 'Rob', 'Ned', 'Pat'] };
  const open = routes.filter(
    (route) => route.method === 'GET' && route.names.includes('person') && verdictFor(route, 'rep') === 'yes',
  );
  const read = (route: Served, token: string, person: string) => {
    const named = (name: string) => ({ person, period: '2026-q1' })[name] ?? missingOf(name);
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => named(name));
    return send({ url, token }, 'GET', path.replace(/payout-curve$/, '$&?period=2026-q1'));
  };
  let told = 0;
  for (const route of open) {
    for (const [token, may] of Object.entries(everyone)) {
      const missing = comparable(await read(route, token, missingOf('person')), missingOf('person'));
      for (const [name, person] of Object.entries(people)) {
        const answer = await read(route, token, person);
        if (answer.status === 200) expect(may, `${route.key} shows ${name}`).toContain(name);
        else expect(comparable(answer, person), `${route.key} for ${name}`).toBe(missing);
        told += answer.status === 200 ? 1 : 0;
      }
    }
  }
  // Nobody has a statement yet; of the other eleven routes each shows 1 + 2 + 5 people.
  expect([open.length, told]).toEqual([14, 11 * 8]);
});
