/** Fault 53: every token that the platform did not issue for this API, this company and this moment is none. */
import { createHmac, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { Client } from '../../infra/cli/client.ts';
import { onLaptop } from '../../infra/cli/sign-in.ts';
import { type Company, hire, moveTo, onboard, platformFrom } from '../kit/platform.ts';
import { contentOf, mint, type Part, partsOf } from './kit/mint.ts';
import { send } from './kit/raw.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangersJwk = stranger.publicKey.export({ format: 'jwk' });
let company: Company;
let header: Part;
let claims: Part;

beforeAll(async () => {
  company = await onboard(platform.current);
  const { token = '' } = await company.api();
  ({ header, claims } = partsOf(token));
});

async function statusOf(
  token: string,
  url = platform.current.at.api,
  path = '/v1/settings',
): Promise<number> {
  return (await send({ url, token }, 'GET', path)).status;
}

const issued = (claimed: Part = {}, headed: Part = {}) =>
  mint(platform.current, { ...header, ...headed }, { ...claims, ...claimed });
const now = () => Math.floor(platform.current.host.clock.now().getTime() / 1000);

function signedByStranger(headed: Part): string {
  const content = contentOf({ ...header, ...headed }, claims);
  return `${content}.${createSign('sha256').update(content).sign(stranger.privateKey, 'base64url')}`;
}

async function issuersPem(): Promise<string> {
  const { keys } = await new Client(platform.current.at.issuer).get<{ keys: Part[] }>(
    '/.well-known/jwks.json',
  );
  return createPublicKey({ key: keys[0] as never, format: 'jwk' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}

it('fault 53 lets in with a token that was signed as all below are', async () => {
  expect(await statusOf(await issued())).toBe(200);
  const [tenant, url] = [String(claims['tenant']), platform.current.at.control];
  expect(await statusOf(await issued(), url, `/v1/tenants/${tenant}`)).toBe(200);
});

it('fault 53 refuses what nobody signed: alg none in every spelling, and no signature at all', async () => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
    const content = contentOf({ ...header, alg }, claims);
    for (const token of [`${content}.`, content, `${content}.${partsOf(await issued()).signature}`])
      expect(await statusOf(token), alg).toBe(401);
  }
});

it('fault 53 refuses HS256 with the public key as its secret', async () => {
  const pem = await issuersPem();
  const content = contentOf({ ...header, alg: 'HS256' }, claims);
  for (const secret of [pem, pem.trim(), Buffer.from(pem.replaceAll(/-----.*?-----|\n/g, ''), 'base64')]) {
    const mac = createHmac('sha256', secret).update(content).digest('base64url');
    expect(await statusOf(`${content}.${mac}`)).toBe(401);
  }
});

it('fault 53 refuses a key of another, however the token recommends it', async () => {
  const { url } = { url: 'http://127.0.0.1:9/jwks.json' };
  for (const headed of [
    {},
    { kid: 'another' },
    { kid: undefined },
    { kid: 'another', jwk: strangersJwk },
    { jwk: { ...strangersJwk, kid: header['kid'] } },
    { jku: url },
    { kid: 'another', jku: url },
    { x5u: url },
    { x5c: [stranger.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] },
    { kid: '../../../../dev/null' },
  ]) {
    expect(await statusOf(signedByStranger(headed)), JSON.stringify(headed)).toBe(401);
  }
  expect(await statusOf(await issued({}, { kid: 'another' }))).toBe(401);
  expect(await statusOf(await issued({}, { crit: ['exp'] }))).toBe(401);
});

it.each([
  ['has expired', () => ({ exp: now() - 1 })],
  ['has no end', () => ({ exp: undefined })],
  ['is not valid yet', () => ({ nbf: now() + 600 })],
  ['is of the future', () => ({ iat: now() + 600, nbf: undefined })],
  ['is for the other plane alone', () => ({ aud: ['attain:control'] })],
  ['is for another cell', () => ({ aud: ['attain:acme', 'attain:control'] })],
  ['is for a cell whose name begins so', () => ({ aud: 'attain:pool2' })],
  ['is for nobody', () => ({ aud: undefined })],
  ['is of another issuer', () => ({ iss: 'https://issuer.example' })],
  ['is of no issuer', () => ({ iss: undefined })],
])('fault 53 refuses a token that %s', async (_, claimed) => {
  expect(await statusOf(await issued(claimed()))).toBe(401);
});

it.each([
  ['no tenant', { tenant: undefined }],
  ['a list of tenants', { tenant: ['ten_a', 'ten_b'] }],
  ['a list of one tenant', { tenant: ['own'] }],
  ['an object for a tenant', { tenant: { id: 'own' } }],
  ['an empty tenant', { tenant: '' }],
  ['a tenant in capitals', { tenant: 'TEN_AAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['a pattern for a tenant', { tenant: 'ten_*' }],
  ['no role', { roles: undefined }],
  ['an empty role', { roles: '' }],
  ['an unknown role', { roles: 'admin root' }],
  ['a list of roles', { roles: ['admin'] }],
  ['roles with two spaces', { roles: 'admin  rep' }],
  ['the role of operators beside a tenant', { roles: 'operator' }],
  ['the role of operators among others', { roles: 'admin operator' }],
  ['no subject', { sub: undefined }],
  ['a subject that is no person', { sub: 'ada@acme.example' }],
])('fault 53 refuses a token of the issuer with %s', async (_, claimed: Part) => {
  const own = JSON.parse(
    JSON.stringify(claimed).replaceAll('"own"', JSON.stringify(claims['tenant'])),
  ) as Part;
  const withUndefined = { ...claimed, ...own };
  const { at } = platform.current;
  expect(await statusOf(await issued(withUndefined))).toBe(401);
  const tenant = String(claims['tenant']);
  expect(await statusOf(await issued(withUndefined), at.control, `/v1/tenants/${tenant}`)).toBe(401);
});

it('fault 53 refuses what was changed after it was signed, in every part', async () => {
  const token = await issued();
  const [head = '', body = '', signature = ''] = token.split('.');
  const raised = Buffer.from(JSON.stringify({ ...claims, roles: 'admin finance' })).toString('base64url');
  const other = await issued({ roles: 'rep' });
  for (const forged of [
    `${head}.${raised}.${signature}`,
    `${head}.${body}.${other.split('.')[2]}`,
    `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    `${head}.${body}.${signature.slice(0, 100)}`,
    `${head}.${body}`,
    `${body}.${head}.${signature}`,
    `${token}.${signature}`,
    ' ',
  ]) {
    expect(await statusOf(forged), forged.slice(-20)).toBe(401);
  }
});

it('fault 53 refuses an ID token of the user pool where a token of the platform is wanted', async () => {
  const { signIn = '', api, control } = platform.current.at;
  const { idToken } = await new Client(signIn).post<{ idToken: string }>('', { email: 'ada@acme.example' });
  expect(await statusOf(idToken)).toBe(401);
  expect(await statusOf(idToken, control, `/v1/tenants/${company.tenant}`)).toBe(401);
  for (const scheme of ['Basic', 'bearer bearer', 'Token']) {
    const headers = { authorization: `${scheme} ${await issued()}` };
    expect((await send({ url: api, token: undefined }, 'GET', '/v1/settings', { headers })).status).toBe(401);
  }
});

it('fault 53 takes no ID token for sign-in that another pool, client or time made', async () => {
  const { issuer } = platform.current.at;
  const signIn = async (idToken: string) =>
    (
      await send({ url: issuer, token: undefined }, 'POST', '/v1/token', {
        body: JSON.stringify({ grant: 'id-token', idToken, tenant: company.tenant }),
      })
    ).status;
  const pool = await new Client(String(platform.current.at.signIn)).post<{ idToken: string }>('', {
    email: 'ada@acme.example',
  });
  expect(await signIn(pool.idToken)).toBe(200);
  const { header: head, claims: said } = partsOf(pool.idToken);
  const byStranger = (changed: Part) => {
    const content = contentOf({ ...head, ...changed }, said);
    return `${content}.${createSign('sha256').update(content).sign(stranger.privateKey, 'base64url')}`;
  };
  const unsigned = `${contentOf({ ...head, alg: 'none' }, said)}.`;
  for (const token of [byStranger({}), byStranger({ jwk: strangersJwk }), unsigned, await issued()])
    expect(await signIn(token)).toBe(401);
});

it('a change of roles, and the end of a login, hold within the life of one token', async () => {
  const { at } = platform.current;
  const api = await company.api();
  const control = new Client(at.control, api.token);
  const person = await hire(api, 'Rob');
  const login = { email: 'rob@acme.example', person };
  const { id } = await control.post<{ id: string }>('/v1/logins', { ...login, roles: ['sales-ops'] });
  const { token: before = '' } = await company.api(login.email);
  expect(await statusOf(before, at.api, '/v1/connectors')).toBe(200);
  const url = { url: at.control, token: api.token };
  expect((await send(url, 'DELETE', `/v1/logins/${id}`)).status).toBe(200);
  await expect(onLaptop(at, login.email, { tenant: company.tenant })).rejects.toMatchObject({ status: 403 });
  await control.post('/v1/logins', { ...login, roles: ['rep'] });
  const { token: after = '' } = await company.api(login.email);
  expect(await statusOf(after, at.api, '/v1/connectors')).toBe(403);
  await moveTo(platform.current, new Date((now() + 901) * 1000).toISOString());
  expect(await statusOf(before, at.api, '/v1/connectors')).toBe(401);
});
