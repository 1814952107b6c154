/** Route × role: the golden file that people review, and the platform's own answers held against it. */
import { beforeAll, expect, it } from 'vitest';
import { Role } from '../../shared/http/roles.ts';
import { sideBySide } from '../kit/asking.ts';
import { onboard, platformFrom } from '../kit/platform.ts';
import { missingOf } from './kit/ids.ts';
import { send } from './kit/raw.ts';
import { matrixOf, type Served, servedRoutes, verdictFor } from './kit/routes.ts';
import { type Tokens, tokensOfAllRoles } from './kit/tokens.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const routes = await servedRoutes();
let tokens: Tokens;

beforeAll(async () => {
  tokens = await tokensOfAllRoles(platform.current, await onboard(platform.current));
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
  const cases = routes.flatMap((route) => Role.options.map((role) => ({ route, role })));
  const wrong = await sideBySide(cases, 4, async ({ route, role }) => {
    const status = await answerTo(route, role);
    const said = { 401: 'out', 403: 'no' }[status] ?? 'in';
    const expected = verdictFor(route, role);
    // Sign-in itself answers 401 and 403 to those it does not know.
    const fits = expected === 'open' || said === (expected === 'yes' ? 'in' : expected);
    return fits && status < 500 ? [] : [`${role} on ${route.key}: ${status}, the matrix says ${expected}`];
  });
  expect(wrong.flat()).toEqual([]);
  console.log(`${routes.length} routes × ${Role.options.length} roles = ${cases.length} requests`);
});

it('A116 lets nobody without a token into a guarded route', async () => {
  const guarded = routes.filter(({ permission }) => permission !== 'public');
  const answers = await sideBySide(guarded, 4, async ({ api, method, path }) => {
    const url = api === 'cell' ? platform.current.at.api : platform.current.at.control;
    return send({ url, token: undefined }, method, path.replaceAll(/[{}]/g, ''));
  });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
});
