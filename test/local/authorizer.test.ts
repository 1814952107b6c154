/** Sign-in at the local user pool, and what API Gateway makes of tokens. */
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../infra/local/authorizer.ts';
import { type Fixture, startFixture } from './fixture/fixture.ts';

const START = new Date('2026-10-15T09:30:00.000Z');
let fixture: Fixture;
let poolId: string;
let clientId: string;

beforeAll(async () => {
  fixture = await startFixture({ startAt: START });
  poolId = String(fixture.assembly.of('AWS::Cognito::UserPool')[0]?.name);
  clientId = String(fixture.assembly.of('AWS::Cognito::UserPoolClient')[0]?.name);
});
afterAll(() => fixture.stop());

const signIn = (body: unknown) =>
  fetch(`${fixture.identity}/${poolId}/sign-in`, { method: 'POST', body: JSON.stringify(body) });
const tokenFor = async (body: unknown) =>
  ((await (await signIn(body)).json()) as { idToken: string }).idToken;
const me = (authorization?: string) =>
  fetch(`${fixture.control}/v1/me`, { headers: authorization ? { authorization } : {} });

const jwtOf = async (answer: Response) => {
  const { event } = (await answer.json()) as {
    event: { requestContext: { authorizer: { jwt: { claims: Record<string, string>; scopes: unknown } } } };
  };
  return event.requestContext.authorizer.jwt;
};

/** A token that somebody else signed, with the key id of the real issuer. */
async function forge(kid: string | undefined, claims: Record<string, unknown> = {}): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  const now = Math.floor(fixture.clock.now().getTime() / 1000);
  return await new SignJWT({
    iss: `${fixture.identity}/${poolId}`,
    aud: clientId,
    iat: now,
    exp: now + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', ...(kid ? { kid } : {}) })
    .sign(privateKey);
}

const keyId = async () => {
  const answer = await fetch(`${fixture.identity}/${poolId}/.well-known/jwks.json`);
  return ((await answer.json()) as { keys: { kid: string }[] }).keys[0]?.kid;
};

describe('the local user pool', () => {
  it('publishes where its keys are', async () => {
    const issuer = `${fixture.identity}/${poolId}`;
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });
  });

  it("signs in anybody, with the claims of Cognito's ID tokens and the time of the moved clock", async () => {
    const claims = decodeJwt(await tokenFor({ email: 'zoe@example.com', groups: ['operators'] }));
    expect(claims).toMatchObject({
      iss: `${fixture.identity}/${poolId}`,
      aud: clientId,
      token_use: 'id',
      email: 'zoe@example.com',
      email_verified: true,
      'cognito:groups': ['operators'],
    });
    expect(claims.sub).toBe(claims['cognito:username']);
    expect(Math.abs((claims.iat ?? 0) - START.getTime() / 1000)).toBeLessThan(60);
    // The template gives the client's ID tokens 15 minutes.
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  });

  it('knows the same person by the same subject', async () => {
    const subject = async (email: string) => decodeJwt(await tokenFor({ email })).sub;
    expect(await subject('Zoe@example.com')).toBe(await subject('zoe@example.com'));
    expect(await subject('zoe@example.com')).not.toBe(await subject('ann@example.com'));
  });

  it.each([
    [{}, 'email is missing'],
    [{ email: 'a@b.c', groups: ['gods'] }, "the template declares no group 'gods'"],
    [{ email: 'a@b.c', clientId: 'other' }, 'the template declares no such client'],
  ])('refuses %j', async (body, message) => {
    const answer = await signIn(body);
    expect([answer.status, await answer.json()]).toEqual([400, { message }]);
  });
});

describe('a guarded route', () => {
  it('answers to a token of its issuer, with every claim as text', async () => {
    const token = await tokenFor({ email: 'zoe@example.com', groups: ['operators', 'readers'] });
    const { claims, scopes } = await jwtOf(await me(`Bearer ${token}`));
    expect(claims).toMatchObject({
      email_verified: 'true',
      'cognito:groups': '[operators readers]',
      aud: clientId,
    });
    expect(claims['exp']).toMatch(/^\d+$/);
    expect(scopes).toBeNull();
  });

  it('answers to a bare token too', async () => {
    expect((await me(await tokenFor({ email: 'zoe@example.com' }))).status).toBe(200);
  });

  it('refuses a call without a token', async () => {
    const answer = await me();
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['Bearer nonsense', 'Bearer a.b.c', 'Basic dXNlcjpwYXNz'])('refuses %s', async (authorization) => {
    const answer = await me(authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it("refuses a token that another key signed under the issuer's key id", async () => {
    const answer = await me(`Bearer ${await forge(await keyId())}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('the signature does not match');
  });

  it('refuses a token that names no key', async () => {
    expect((await me(`Bearer ${await forge(undefined)}`)).status).toBe(401);
  });

  it('refuses a token signed with the public key as a secret', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const secret = Buffer.from(JSON.stringify(await exportJWK(publicKey)));
    const token = await new SignJWT({ aud: clientId })
      .setProtectedHeader({ alg: 'HS256', kid: String(await keyId()) })
      .setIssuer(`${fixture.identity}/${poolId}`)
      .setExpirationTime('1h')
      .sign(secret);
    expect((await me(`Bearer ${token}`)).status).toBe(401);
  });

  it('of another API refuses the same token, as its audience is another', async () => {
    const token = await tokenFor({ email: 'zoe@example.com' });
    const answer = await fetch(`${fixture.cell}/v1/deals/1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('the token does not have a valid audience');
  });

  it('refuses a token that lacks the scope it asks for', async () => {
    const rule = {
      issuer: `${fixture.identity}/${poolId}`,
      audience: [clientId],
      scopes: ['deals.read', 'deals.write'],
    };
    const verdict = await createAuthorizer(fixture.clock)(rule, await tokenFor({ email: 'zoe@example.com' }));
    expect(verdict).toMatchObject({
      status: 403,
      challenge: expect.stringContaining('scope="deals.read deals.write"'),
    });
  });

  it('refuses a token once the clock has moved past its end', async () => {
    const token = await tokenFor({ email: 'zoe@example.com' });
    expect((await me(`Bearer ${token}`)).status).toBe(200);
    await fixture.clock.moveTo(new Date(fixture.clock.now().getTime() + 15 * 60_000));
    const answer = await me(`Bearer ${token}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('the token has expired');
  });
});
