/** What is refused over HTTP: each time a problem that programs can act upon, and nothing is changed. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Client, Json } from '../../infra/cli/client.ts';
import { type Answer, ask, sideBySide } from '../kit/asking.ts';
import { COMMISSION, setQuota } from '../kit/paying.ts';
import { closeBySchedule, type Company, hire, onboard, platformFrom } from '../kit/platform.ts';

const JANUARY = '2026-m01';
const FEBRUARY = '2026-m02';
const NOBODY = `per_${'0'.repeat(26)}`;

/** A problem as RFC 9457 has it, with what we add: a stable code, pointers and the id of the request. */
function problemOf({ status, headers, body }: Answer): unknown[] {
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(Object.keys(body).sort()).toEqual([
    'code',
    'detail',
    'errors',
    'requestId',
    'status',
    'title',
    'type',
  ]);
  const { type, title, code, detail, errors, requestId } = body;
  expect(type).toBe(`urn:attain:problem:${String(code)}`);
  expect(body['status']).toBe(status);
  for (const words of [title, detail]) expect(words).toMatch(/^\S.+\.$/);
  expect(requestId).toBe(headers.get('x-request-id'));
  const faults = errors as { pointer: string; message: string }[];
  for (const { message } of faults) expect(message).not.toBe('');
  return [status, code, ...faults.map(({ pointer }) => pointer)];
}

const bandsOf = (...edges: [string, string | null][]) => ({
  ...COMMISSION,
  bands: edges.map(([from, to]) => ({ from, to, rate: '0.1' })),
});
const planOf = (component: Json, more: Json = {}) => ({
  name: 'Bad',
  currency: 'EUR',
  period: 'month',
  components: [component],
  ...more,
});

describe('a refusal', () => {
  const platform = platformFrom('2026-01-25T08:00:00Z');
  let company: Company;
  let api: Client;
  let ana: string;
  let ben: string;

  beforeAll(async () => {
    company = await onboard(platform.current);
    ana = await hire(await company.api(), 'Ana');
    ben = await hire(await company.api(), 'Ben', { person: ana, from: '2026-01-01' });
    await setQuota(await company.api(), ana, JANUARY, '100');
    await closeBySchedule(platform.current, company, JANUARY, '2026-02-03T23:00:30Z');
    api = await company.api();
  });

  const post = (path: string, body: Json | string, key?: string) =>
    ask(api, 'POST', path, { body, headers: key ? { 'idempotency-key': key } : {} });
  const put = (path: string, body: Json | string) => ask(api, 'PUT', path, { body });
  const get = (path: string) => ask(api, 'GET', path);

  it.each([
    ['leave a gap', bandsOf(['0', '1'], ['1.2', null]), 'band.gap', '/components/0/bands/1'],
    ['overlap', bandsOf(['0', '1.2'], ['1', null]), 'band.overlap', '/components/0/bands/1'],
    ['do not start at nothing', bandsOf(['0.5', null]), 'band.start', '/components/0/bands/0'],
    ['end', bandsOf(['0', '1']), 'band.end', '/components/0/bands/0'],
  ])('A74 says where the bands of a plan %s', async (_, component, code, pointer) => {
    expect(problemOf(await post('/v1/plans', planOf(component), code))).toEqual([422, code, pointer]);
  });

  it('A73 takes no plan and no quota in another currency than that of the company', async () => {
    const plan = await post('/v1/plans', planOf(COMMISSION, { currency: 'USD' }), 'dollars');
    expect(problemOf(plan)).toEqual([422, 'currency.mismatch', '/currency']);
    const quota = await put(`/v1/people/${ana}/quotas/${FEBRUARY}`, { amountMinor: '1', currency: 'USD' });
    expect(problemOf(quota)).toEqual([422, 'currency.mismatch', '/currency']);
  });

  it('A124 changes no quota of a locked period', async () => {
    const path = `/v1/people/${ana}/quotas/${JANUARY}`;
    const quota = await put(path, { amountMinor: '1', currency: 'EUR' });
    expect(problemOf(quota)).toEqual([409, 'period.locked', '/period']);
    expect((await get(path)).body).toMatchObject({ quotas: [{ amountMinor: '100' }] });
  });

  it('A118 lets nobody report to themselves, not even by way of others or for a while', async () => {
    const line = (manager: string, from: string, to: string | null = null) =>
      put(`/v1/people/${ana}/manager`, { manager, from, to });
    const circle = [422, 'line.cycle', '/manager'];
    expect(problemOf(await line(ana, '2026-01-01'))).toEqual(circle);
    expect(problemOf(await line(ben, '2026-06-01'))).toEqual(circle);
    expect(problemOf(await line(ben, '2026-06-01', '2026-06-02'))).toEqual(circle);
    expect(problemOf(await line(NOBODY, '2026-06-01'))).toEqual([422, 'manager.unknown', '/manager']);
    expect((await get(`/v1/people/${ana}/line`)).body).toEqual({ person: ana, hierarchy: 'main', lines: [] });
  });

  it('points at every field that it does not know or cannot use, at once', async () => {
    const person = { name: '', email: 'no address', ownerRefs: ['u', 'u'], salary: 1, 'a/b~c': 1 };
    const { 1: code, ...rest } = problemOf(await post('/v1/people', person));
    expect(code).toBe('input.invalid');
    expect(Object.values(rest).sort()).toEqual(
      [422, '/name', '/email', '/ownerRefs', '/salary', '/a~1b~0c'].sort(),
    );
  });

  it('tells what cannot be read from what breaks a rule', async () => {
    expect(problemOf(await post('/v1/people', '{"name":'))).toEqual([400, 'body.not-json']);
    expect(problemOf(await post('/v1/people', '[]'))).toEqual([422, 'input.invalid', '']);
    const large = JSON.stringify({ name: 'x'.repeat(1_000_001 - '{"name":""}'.length) });
    expect(problemOf(await post('/v1/people', large))).toEqual([413, 'body.too-large']);
    expect(problemOf(await get(`/v1/people/${NOBODY}`))).toEqual([404, 'not-found']);
    expect(problemOf(await get('/v1/people/no-id'))).toEqual([404, 'not-found']);
  });

  it('echoes the id of a request, and makes one where none or a strange one is given', async () => {
    const asked = (id: string) =>
      ask(api, 'GET', `/v1/people/${NOBODY}`, { headers: { 'x-request-id': id } });
    const mine = await asked('my-request.1');
    problemOf(mine);
    expect(mine.headers.get('x-request-id')).toBe('my-request.1');
    const strange = await asked('<script>');
    problemOf(strange);
    expect(strange.headers.get('x-request-id')).toMatch(/^[\w=-]{10,}$/);
  });

  it('A123 wants a key for what must not happen twice, gives its answer again, and refuses it for else', async () => {
    expect(problemOf(await post('/v1/plans', planOf(COMMISSION)))).toEqual([400, 'idempotency.key-missing']);
    const first = await post('/v1/plans', planOf(COMMISSION), 'plan');
    const again = await post('/v1/plans', planOf(COMMISSION), 'plan');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first, again].map(({ headers }) => headers.get('idempotency-hit'))).toEqual([null, 'true']);
    // The same says the same in any order of its fields and with any white space.
    const { name, ...rest } = planOf(COMMISSION);
    const spaced = await post('/v1/plans', JSON.stringify({ ...rest, name }, null, 2), 'plan');
    expect(spaced.headers.get('idempotency-hit')).toBe('true');
    const other = await post('/v1/plans', planOf(COMMISSION, { name: 'Other' }), 'plan');
    expect(problemOf(other)).toEqual([422, 'idempotency.key-reused']);
  });

  it('A123 does once what is asked ten times at once with one key', async () => {
    const twins = Array.from({ length: 10 }, () => planOf(COMMISSION, { name: 'Twin' }));
    const answers = await sideBySide(twins, 10, (plan) => post('/v1/plans', plan, 'twins'));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => body['plan'])).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(problemOf(answer)).toEqual([409, 'idempotency.in-progress']);
    }
    expect((await api.list('/v1/plans')).filter(({ name }) => name === 'Twin')).toHaveLength(1);
  });

  it('takes a cursor only as it was given, and only for its own list', async () => {
    const { nextCursor } = (await get('/v1/periods?limit=2')).body;
    const cursor = String(nextCursor);
    const refused = [400, 'cursor.invalid', '/query/cursor'];
    const [payload = '', signature = ''] = cursor.split('.');
    const edited = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('2026', '2027'));
    const wrong = [
      `${edited.toString('base64url')}.${signature}`,
      `${payload}.${signature.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))}`,
      payload,
      'x',
      '',
    ];
    for (const bad of wrong) {
      expect(problemOf(await get(`/v1/periods?limit=2&cursor=${bad}`))).toEqual(refused);
    }
    expect(problemOf(await get(`/v1/people?limit=2&cursor=${cursor}`))).toEqual(refused);
    expect(problemOf(await get(`/v1/periods/${FEBRUARY}/quotas?cursor=${cursor}`))).toEqual(refused);
    expect((await get(`/v1/periods?limit=3&cursor=${cursor}`)).status).toBe(200);
    expect(problemOf(await get('/v1/periods?limit=0'))).toEqual([422, 'input.invalid', '/query/limit']);
    expect(problemOf(await get('/v1/periods?limit=201'))).toEqual([422, 'input.invalid', '/query/limit']);
    expect(problemOf(await get('/v1/periods?status=open'))).toEqual([422, 'input.invalid', '/query/status']);
    expect(problemOf(await get(`/v1/people/${ana}?x=1`))).toEqual([422, 'input.invalid', '/query/x']);
  });
});
