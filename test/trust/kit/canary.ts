/** Words that nobody may find outside of the table: planted in every input, then looked for everywhere. */
import * as z from 'zod';
import { COMMISSION } from '../../kit/paying.ts';
import { missingOf } from './ids.ts';
import { type Raw, send, type Sent } from './raw.ts';
import type { Served } from './routes.ts';

export const CANARY = {
  secret: 'canarysecret7f3a9c',
  email: 'canary.bird@leak.example',
  name: 'Canary Nightingale',
  salary: '98765432.10',
  minor: '9876543210',
};

/** As they are, and as an amount, a part of an address or an escape would show them. */
const TRACES = [
  ...Object.values(CANARY),
  'canary.bird',
  'canary%2Ebird',
  'Nightingale',
  '98,765,432.10',
  '98765432',
  Buffer.from(CANARY.secret).toString('base64'),
];
/** What proves something, whoever's it is. */
const PROOFS = [
  /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
  /whsec_[\w+/=]{8,}/,
  /att_live_\w{20,}/,
  /sessionToken/i,
  /AKIA|ASIA/,
];

/** The traces of canaries, and the proofs, that a text holds. */
export function tracesIn(text: string): string[] {
  const found = TRACES.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));
  return [...found, ...PROOFS.flatMap((proof) => proof.exec(text)?.[0].slice(0, 12) ?? [])];
}

const everything = Object.values(CANARY).join(' ');

/** A person's own words, wherever a request takes some. */
const HEADERS = {
  'user-agent': everything,
  cookie: `session=${CANARY.secret}`,
  referer: `https://x.example/?code=${CANARY.secret}`,
  'x-request-id': CANARY.email,
  'x-forwarded-for': CANARY.name,
  'webhook-id': CANARY.secret,
  'webhook-timestamp': CANARY.minor,
  'webhook-signature': `v1,${CANARY.secret}`,
  'if-none-match': CANARY.secret,
  traceparent: CANARY.secret,
};

/** Bodies that fit, with canaries in all that is free to choose. */
export const FITTING: Readonly<Record<string, (n: number) => object>> = {
  'POST /v1/calendars': () => ({ name: CANARY.name, shape: { kind: 'months', startsIn: 4 } }),
  'POST /v1/people': (n) => ({
    name: CANARY.name,
    email: `${n}${CANARY.email}`,
    ownerRefs: [`${CANARY.secret}${n}`],
  }),
  'PATCH /v1/people/{person}': () => ({ name: CANARY.name }),
  'PUT /v1/people/{person}/quotas/{period}': () => ({ amountMinor: CANARY.minor, currency: 'EUR' }),
  'POST /v1/people/{person}/quotas/{period}/reliefs': () => ({
    from: '2026-02-01',
    to: '2026-02-10',
    reason: CANARY.name,
  }),
  'POST /v1/people/{person}/annual-quotas': () => ({
    year: 2026,
    amountMinor: CANARY.minor,
    currency: 'EUR',
  }),
  'PUT /v1/people/{person}/results/{period}': () => ({
    name: 'retention',
    value: CANARY.salary,
    source: CANARY.name,
  }),
  'POST /v1/people/{person}/estimate': () => ({ period: '2026-q1', amountMinor: CANARY.minor }),
  'POST /v1/connectors': () => ({ name: CANARY.name, provider: 'standard' }),
  'POST /v1/keys': () => ({ name: CANARY.name, roles: ['machine'] }),
  'POST /v1/logins': (n) => ({ email: `${n}${CANARY.email}`, person: missingOf('person'), roles: ['rep'] }),
  'POST /v1/plans': () => ({
    name: CANARY.name,
    period: 'quarter',
    currency: 'EUR',
    components: [
      { ...COMMISSION, name: CANARY.name, goal: CANARY.secret },
      { id: 'b', name: CANARY.name, kind: 'attainment-bonus', at: '1', amountMinor: CANARY.minor, goal: 'x' },
    ],
  }),
  'POST /v1/runs': () => ({ period: '2026-q1' }),
  'POST /v1/periods/{period}/reopenings': () => ({ reason: CANARY.name }),
};

/** Every field of a body, filled with what does not fit it. */
function misfit(type: z.ZodType | undefined): object {
  if (!type) return {};
  const { properties = {} } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(Object.keys(properties).map((name) => [name, everything]));
}

type Door = { readonly url: string; readonly token: string | undefined };
let sent = 0;

/** All that one route is asked: fitting, misfit, no JSON, too much of it, and with canaries for ids. */
export async function plant(
  route: Served,
  door: Door,
  ids: Readonly<Record<string, string>>,
): Promise<Raw[]> {
  sent += 1;
  const at = (named: (name: string) => string) =>
    route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named(name)));
  const owned = at((name) => ids[name] ?? missingOf(name));
  const strange = at(() => everything);
  const query = new URLSearchParams({
    email: CANARY.email,
    limit: everything,
    cursor: CANARY.secret,
  }).toString();
  const { body, rawBody } = route.definition;
  const fitting = FITTING[route.key]?.(sent) ?? misfit(body);
  const some: [string, Sent][] = [
    [owned, { body: JSON.stringify(fitting) }],
    [owned, { body: JSON.stringify(fitting), headers: { 'if-match': CANARY.secret } }],
    [strange, { body: JSON.stringify(fitting) }],
    [`${owned}?${query}`, { body: JSON.stringify(misfit(body)) }],
    [`${owned}?code=${CANARY.secret}`, { body: `{"name": "${everything}"` }],
  ];
  if (rawBody || body) some.push([owned, { body: everything.repeat(20_000) }]);
  const isRead = ['GET', 'DELETE'].includes(route.method);
  const key = `${CANARY.secret} ${sent}`;
  const answers: Raw[] = [];
  for (const [path, { body: text, headers: more }] of some) {
    const headers = { ...HEADERS, ...more };
    const said = isRead ? { headers } : { body: String(text), key, headers };
    answers.push(await send(door, route.method, path, said));
  }
  const stranger = { ...door, token: CANARY.secret };
  answers.push(await send(stranger, route.method, owned, { headers: HEADERS }));
  return answers;
}
