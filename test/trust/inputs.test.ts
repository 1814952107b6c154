/** Faults 56, 57, 58 and 61: ids that are guessed, fields that nobody offered, cursors and keys with a twist. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sideBySide } from '../kit/asking.ts';
import { type Company, dealMessage, hire, onboard, platformFrom } from '../kit/platform.ts';
import { isKind, type Kind, kinds, missingOf } from './kit/ids.ts';
import { fingerprint, itemsOf } from './kit/partitions.ts';
import { comparable, type Raw, send } from './kit/raw.ts';
import { type Served, servedRoutes } from './kit/routes.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const routes = await servedRoutes();
let company: Company;
let person: string;
let token: string;

beforeAll(async () => {
  company = await onboard(platform.current);
  const api = await company.api();
  person = await hire(api, 'Ana');
  token = api.token ?? '';
});

const urlOf = (api: Served['api']) => {
  const { at } = platform.current;
  return { cell: at.api, control: at.control, 'sign-in': at.issuer }[api];
};
const ask = ({ api, method }: Served, path: string, body?: string): Promise<Raw> =>
  send({ url: urlOf(api), token }, method, path, {
    ...(body !== undefined && { body }),
    key: randomUUID(),
  });

describe('fault 56 an id that is guessed', () => {
  /** Written as no id, or as the id of something else. */
  function guessesFor(kind: Kind): string[] {
    const missing = missingOf(kind);
    const others = kinds.filter((other) => other !== kind && other !== 'period').map(missingOf);
    const spellings = [
      missing.toUpperCase(),
      `${missing}0`,
      missing.slice(0, -1),
      `${missing} `,
      ` ${missing}`,
    ];
    const numbers = [
      '0',
      '1',
      '-1',
      '1e3',
      'null',
      'undefined',
      '[object Object]',
      '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    ];
    const paths = ['..', '../admin', '%2e%2e', '*', '?', '\u0000', 'a\u0000b', '\ud83d\ude00', '{person}'];
    return kind === 'period' ? [...spellings, ...paths] : [...others, ...spellings, ...numbers, ...paths];
  }

  it('is answered as one that never was, on every route and in every place', async () => {
    const addressOf = (route: Served, named: (name: string) => string) =>
      route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named(name)));
    const guessedAt = (route: Served, kind: Kind, guess: string) =>
      addressOf(route, (name) => (name === kind ? guess : missingOf(name)));
    const cases = routes
      .filter(({ permission, definition }) => permission !== 'public' && definition.kind === 'tenant')
      .flatMap((route) =>
        route.names
          .filter(isKind)
          .flatMap((kind) => guessesFor(kind).map((guess) => ({ route, kind, guess }))),
      )
      // Every spelling on some route, and every place with some spelling: the forms of ids are shared.
      .filter((_, n) => n % 3 === 0)
      // Clients go up at '..': /v1/calendars/../periods is the address of something else.
      .filter(({ route, kind, guess }) => {
        const address = guessedAt(route, kind, guess);
        return new URL(address, 'http://x.example').pathname === address;
      });
    const bodies = new Map<string, Promise<Raw>>();
    const wrong = await sideBySide(cases, 4, async ({ route, kind, guess }) => {
      const guessed = await ask(route, guessedAt(route, kind, guess));
      const missing = bodies.get(route.key) ?? ask(route, addressOf(route, missingOf));
      bodies.set(route.key, missing);
      if (guessed.status === 404 || comparable(guessed) === comparable(await missing)) return [];
      return [`${route.key} with ${JSON.stringify(guess)} for ${kind}: ${guessed.status} ${guessed.text}`];
    });
    expect(wrong.flat()).toEqual([]);
    console.log(`${cases.length} guesses`);
  });

  it('is never one more or less than another: ids of one company have no order', async () => {
    const api = await company.api();
    const ids = await sideBySide(['A', 'B', 'C', 'D'], 4, (name) => hire(api, name));
    for (const id of ids) {
      for (const letter of '0123456789abcdefghjkmnpqrstvwxyz'.slice(0, 8)) {
        const neighbour = id.slice(0, -1) + letter;
        if (ids.includes(neighbour)) continue;
        const { status } = await send(api, 'GET', `/v1/people/${neighbour}`);
        expect(status).toBe(404);
      }
    }
  });
});

describe('fault 57 a field that nobody offered', () => {
  const writes = routes.filter(({ definition }) => definition.body && !definition.rawBody);
  const EXTRA = {
    tenant: `ten_${'0'.repeat(26)}`,
    tenantId: 'ten_x',
    role: 'admin',
    roles: ['admin'],
    status: 'published',
    approvedBy: 'me',
    version: 99,
    id: 'x',
    createdAt: '2020-01-01T00:00:00.000Z',
    amount: '1',
    pk: 'T#x',
    sk: 'A',
    gsi1pk: 'T#x#PEOPLE',
    gsi1sk: 'a',
    facts: [],
    expiresAt: 1,
    hash: 'x',
    constructor: { prototype: { admin: true } },
  };

  type Schema = { properties?: Record<string, Schema>; additionalProperties?: unknown } & Record<
    string,
    unknown
  >;

  /** Objects of a body that take any field. */
  function openObjects(schema: unknown, at: string): string[] {
    if (typeof schema !== 'object' || schema === null) return [];
    const { properties, additionalProperties } = schema as Schema;
    const isOpen = properties !== undefined && additionalProperties !== false;
    const inside = Object.entries(schema).flatMap(([name, inner]) => openObjects(inner, `${at}/${name}`));
    return isOpen ? [at, ...inside] : inside;
  }

  it('is in no schema of a body, at any depth', () => {
    for (const { key, definition } of writes) {
      const schema = z.toJSONSchema(definition.body as z.ZodType, { io: 'input', unrepresentable: 'any' });
      expect(openObjects(schema, ''), `${key} takes unknown fields: use z.strictObject`).toEqual([]);
    }
    expect(writes.length).toBeGreaterThan(10);
  });

  it('is refused with a pointer on every write route, and nothing is stored', async () => {
    const before = await fingerprint(platform.current, company.tenant);
    const cases = writes.flatMap((route) => {
      const schema = z.toJSONSchema(route.definition.body as z.ZodType, {
        io: 'input',
        unrepresentable: 'any',
      });
      const offered = JSON.stringify(schema);
      const names = Object.keys(EXTRA).filter((name) => !offered.includes(`"${name}":`));
      return names.map((name) => ({ route, name }));
    });
    const wrong = await sideBySide(cases, 4, async ({ route, name }) => {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, each: string) =>
        each === 'person' ? person : missingOf(each),
      );
      const body = JSON.stringify({ [name]: EXTRA[name as keyof typeof EXTRA] });
      const { status, text } = await ask(route, path, body);
      const isOperators = route.definition.kind === 'operator' && status === 403;
      const isGrant = route.key === 'POST /v1/token' && text.includes('/grant');
      const isPointed = status === 422 && text.includes(`"pointer":"/${name}"`);
      return isOperators || isGrant || isPointed ? [] : [`${route.key} with ${name}: ${status} ${text}`];
    });
    expect(wrong.flat()).toEqual([]);
    const after = await fingerprint(platform.current, company.tenant);
    expect(after).toEqual(before);
    console.log(`${writes.length} routes with bodies, ${cases.length} fields that nobody offered`);
  });

  it('fault 42 called __proto__ is refused too, and gives nobody a right', async () => {
    for (const body of [
      '{"__proto__":{"admin":true}}',
      '{"name":"X","email":"x@x.example","__proto__":null}',
    ]) {
      const { status } = await send({ url: platform.current.at.api, token }, 'POST', '/v1/people', { body });
      expect(status).toBe(422);
    }
  });
});

describe('fault 58 a cursor', () => {
  const page = async (path: string, as: string = token) =>
    send({ url: platform.current.at.api, token: as }, 'GET', path);
  const first = async (path: string): Promise<string> =>
    (JSON.parse((await page(path)).text) as { nextCursor: string }).nextCursor;

  it('is good for its list alone, and only as it was written', async () => {
    const cursor = await first('/v1/periods?limit=1');
    expect((await page(`/v1/periods?limit=2&cursor=${cursor}`)).status).toBe(200);
    const [payload = '', signature = ''] = cursor.split('.');
    const other = Buffer.from(JSON.stringify([2, '9999', '2026-01-05T08:00:00.000Z'])).toString('base64url');
    for (const bad of [
      `${payload}x.${signature}`,
      `${other}.${signature}`,
      `${payload}.${signature.slice(0, -2)}`,
      `${payload}.${'A'.repeat(43)}`,
      payload,
      `.${signature}`,
      '.',
      'null',
      `${cursor}.${signature}`,
    ].filter((each) => each !== `${cursor}.${signature}`)) {
      const { status, text } = await page(`/v1/periods?limit=1&cursor=${encodeURIComponent(bad)}`);
      expect([status, JSON.parse(text).code], bad).toEqual([400, 'cursor.invalid']);
    }
    const filtered = '/v1/calendars/pay/periods?from=2026-01-01';
    for (const path of ['/v1/people', '/v1/plans', '/v1/periods/2026-m01/quotas', filtered]) {
      const { status } = await page(`${path}${path.includes('?') ? '&' : '?'}limit=1&cursor=${cursor}`);
      expect(status, path).toBe(400);
    }
  });

  it('is good for a day', async () => {
    const cursor = await first('/v1/periods?limit=1');
    const { clock } = platform.current.host;
    await clock.moveTo(new Date(clock.now().getTime() + 86_400_000 - 60_000));
    const { token: fresh = '' } = await company.api();
    expect((await page(`/v1/periods?limit=1&cursor=${cursor}`, fresh)).status).toBe(200);
    await clock.moveTo(new Date(clock.now().getTime() + 61_000));
    const { status, text } = await page(`/v1/periods?limit=1&cursor=${cursor}`, fresh);
    expect([status, JSON.parse(text).code]).toEqual([400, 'cursor.invalid']);
  });
});

describe('fault 61 a key in disguise', () => {
  const TWISTED = [
    'A#B',
    '#',
    '##PERSON#A',
    'T#ten_00000000000000000000000000#PERSON#x',
    '*',
    '?',
    '\u0024{aws:PrincipalTag/tenant}',
    '\uff03\uff0a\uff1f',
    '\u0442\u0435\u043d_x',
    'a\u202eb',
    '%23',
    '../../x',
    "'; DROP TABLE",
  ];

  it('that is a name, an address or a word of a CRM stays a word, and every item has its owner', async () => {
    const api = await company.api();
    for (const [n, text] of TWISTED.entries()) {
      const made = { name: text, email: `twist-${n}@acme.example`, ownerRefs: [`${text}-${n}`] };
      const { id } = await api.post<{ id: string }>('/v1/people', made);
      expect(await api.get(`/v1/people/${id}`)).toMatchObject({ name: text });
      const connector = { name: text, provider: 'standard' };
      await api.post('/v1/connectors', connector, { key: `twist-${n}` });
      const one = dealMessage(text, text, '2026-01-05T08:00:00.000Z', {
        stage: text,
        ownerRef: `${text}-${n}`,
      });
      expect(await company.deliver({ ...one, id: `twist-${n}#*` })).toBe(202);
    }
    await platform.current.host.idle();
    const names = (await (await company.api()).list('/v1/people?limit=3')).map(({ name }) => name);
    expect(TWISTED.filter((text) => !names.includes(text))).toEqual([]);
    for (const { pk, gsi1pk } of await itemsOf(platform.current)) {
      const [, owner = ''] = /^(T#ten_[0-9a-z]{26}#|C#)[A-Z]+(#|$)/.exec(pk?.S ?? '') ?? [];
      expect(owner, pk?.S).not.toBe('');
      if (gsi1pk) expect(gsi1pk.S?.startsWith(owner), gsi1pk.S).toBe(true);
    }
  });

  it('that is to be an id is refused by its form, in the path and in the body', async () => {
    const api = await company.api();
    for (const text of [
      ...TWISTED,
      `${person}#A`,
      person.replace('e', '\u0435'),
      person.replace('_', '\uff3f'),
    ]) {
      const path = `/v1/people/${encodeURIComponent(text)}`;
      expect((await send(api, 'GET', path)).status, text).toBe(404);
      const body = JSON.stringify({ manager: text, from: '2026-01-01' });
      expect((await send(api, 'PUT', `/v1/people/${person}/manager`, { body })).status, text).toBe(422);
    }
  });
});
