/**
 * One good request for every route that takes ids. The walk sends it as it stands for its rightful owner,
 * and then with somebody else's id in each of the places that take one.
 */
import type { Json } from '../../../infra/cli/client.ts';
import type { Role } from '../../../shared/http/roles.ts';
import { DEALS, type Things } from './things.ts';

type Ids = Exclude<keyof Things, 'company' | 'machineKey' | 'letter'>;

export type Sample = {
  /** Which thing a variable of the path names, where it is not the one of its name. */
  readonly path?: Readonly<Record<string, Ids>>;
  /** The same for the owner's own request, where that takes the thing away. */
  readonly spare?: Readonly<Record<string, Ids>>;
  readonly query?: (things: Things) => Readonly<Record<string, string>>;
  /** `n` differs from request to request. */
  readonly body?: (things: Things, n: number) => Json;
  /** Whose it is, where that is not the admin. */
  readonly as?: Role;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why a foreign id is taken: then it is one that this route cannot know, and it is taken as any other. */
  readonly blind?: string;
};

const asked = { amountMinor: '100', currency: 'EUR' };
const draft = {
  name: 'Sellers',
  period: 'month',
  currency: 'EUR',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' }],
};
/** Whatever is there now. */
const anyhow = { headers: { 'if-match': '*' } };
const byRun = { query: ({ run }: Things) => ({ run }) };

export const requests: Readonly<Record<string, Sample>> = {
  'DELETE /v1/keys/{key}': { spare: { key: 'spareKey' } },
  'POST /v1/logins': {
    body: ({ person }, n) => ({ email: `guest-${n}@nowhere.example`, person, roles: ['rep'] }),
    blind: 'The control plane knows no people: such a login opens its own company, where nobody has this id.',
  },
  'DELETE /v1/logins/{login}': { spare: { login: 'spareLogin' } },
  'GET /v1/tenants/{tenant}': {},

  'GET /v1/calendars/{calendar}': {},
  'GET /v1/calendars/{calendar}/periods': {},
  'POST /v1/calendars/{calendar}/boundaries': { body: () => ({ day: '2026-03-01' }) },

  'GET /v1/connectors/{connector}': {},
  'POST /v1/connectors/{connector}/rotate': {},
  'GET /v1/connectors/{connector}/quarantine': {},
  'POST /v1/connectors/{connector}/quarantine/replay': {},
  'POST /v1/connectors/{connector}/quarantine/{item}/replay': {},
  'GET /v1/connectors/{connector}/reconciliation': {
    query: () => ({ from: '2026-01-01', to: '2026-03-01' }),
  },
  'GET /v1/deals/{deal}': {},
  'PUT /v1/deals/{deal}/credit-override': {
    body: ({ person }, n) => ({ splits: [{ person, share: '1' }], reason: `Agreed ${n}` }),
    ...anyhow,
  },
  'GET /v1/deals/{deal}/credit-override': {},
  'DELETE /v1/deals/{deal}/credit-override': { spare: { deal: 'spareDeal' }, ...anyhow },

  'GET /v1/people/{person}': {},
  'PATCH /v1/people/{person}': { body: () => ({ name: 'Anna' }), ...anyhow },
  'GET /v1/people/{person}/line': {},
  'PUT /v1/people/{person}/manager': {
    path: { person: 'report' },
    body: ({ person }) => ({ manager: person, from: '2026-01-02' }),
    ...anyhow,
  },
  'GET /v1/teams/{team}/members/{person}': {},
  'PUT /v1/teams/{team}/members/{person}': { body: () => ({ from: '2026-01-02' }), ...anyhow },
  'GET /v1/people/{person}/quotas/{period}': { path: { period: 'open' } },
  'PUT /v1/people/{person}/quotas/{period}': { path: { period: 'open' }, body: () => asked, ...anyhow },
  'POST /v1/people/{person}/quotas/{period}/reliefs': {
    path: { period: 'open' },
    body: (_, n) => ({ from: '2026-03-01', to: '2026-03-10', reason: `Leave ${n}` }),
    ...anyhow,
  },
  'POST /v1/people/{person}/annual-quotas': {
    body: ({ open }) => ({ ...asked, year: Number(open.slice(0, 4)), onlyOpen: true }),
    ...anyhow,
  },
  'GET /v1/people/{person}/annual-quotas/{year}': {},
  'GET /v1/people/{person}/results/{period}': { path: { period: 'open' } },
  'PUT /v1/people/{person}/results/{period}': {
    path: { period: 'open' },
    body: () => ({ name: 'retention', value: '0.96' }),
  },
  'GET /v1/people/{person}/territories': {},
  'PUT /v1/people/{person}/territories/{territory}': { body: () => ({ from: '2025-01-01' }), ...anyhow },
  'POST /v1/people/{person}/estimate': {
    body: ({ present, person }) => ({
      period: present,
      amountMinor: '100',
      splits: [{ person, share: '1' }],
      overlays: [{ person, share: '1' }],
    }),
  },
  'GET /v1/people/{person}/notices': {},
  'GET /v1/people/{person}/payout-curve': { query: ({ present }) => ({ period: present }) },
  'GET /v1/people/{person}/statements': {},
  'GET /v1/people/{person}/statements/{period}': byRun,
  'GET /v1/people/{person}/statements/{period}/goals': byRun,
  'GET /v1/people/{person}/statements/{period}/lines/{line}/explanation': byRun,

  'GET /v1/people/{person}/ledger': {},
  'POST /v1/people/{person}/adjustments': {
    body: ({ open, deal }) => ({ period: open, release: deal, reason: 'because' }),
  },
  'GET /v1/people/{person}/adjustments': {},
  'GET /v1/periods/{period}/adjustments': {},
  'GET /v1/adjustments/{adjustment}': {},
  'POST /v1/adjustments/{adjustment}/approve': {},
  'POST /v1/adjustments/{adjustment}/reject': { spare: { adjustment: 'spareAdjustment' } },

  'GET /v1/periods/{period}/reopenings': {},
  'POST /v1/periods/{period}/reopenings': { as: 'comp-admin', body: () => ({ reason: 'because' }) },
  'GET /v1/reopenings/{reopening}': {},
  'GET /v1/reopenings/{reopening}/differences': {},
  'POST /v1/reopenings/{reopening}/approve': {},
  'POST /v1/reopenings/{reopening}/reject': { spare: { reopening: 'spareReopening' } },

  'GET /v1/periods/{period}': {},
  'POST /v1/periods/{period}/close': { path: { period: 'ended' } },
  'GET /v1/periods/{period}/quotas': {},
  'GET /v1/periods/{period}/results': {},

  'GET /v1/plans/{plan}': {},
  'POST /v1/plans/{plan}/versions': { body: () => draft },
  'GET /v1/plans/{plan}/versions/{version}': {},
  'GET /v1/plans/{plan}/versions/{version}/text': {},
  'POST /v1/enrolments': {
    body: ({ person, plan }) => ({ person, plan, version: 1, from: '2026-01-01', to: null }),
  },
  'GET /v1/enrolments/{enrolment}': {},
  'PATCH /v1/enrolments/{enrolment}': { body: () => ({ to: '2030-01-01' }), ...anyhow },

  'GET /v1/enrolments/{enrolment}/letter': {},
  'POST /v1/enrolments/{enrolment}/letter/acceptance': {
    spare: { enrolment: 'spareEnrolment' },
    as: 'rep',
    body: ({ letter: fingerprint }) => ({ fingerprint }),
  },
  'GET /v1/plans/{plan}/versions/{version}/acceptances': {},

  'GET /v1/reports/sales': { query: ({ calendar }) => ({ by: 'person', calendar, each: 'window' }) },
  'GET /v1/reports/performance': { query: ({ open }) => ({ period: open }) },

  'POST /v1/imports': { body: ({ connector }) => ({ name: 'Deals', mapping: DEALS, connector }) },
  'GET /v1/imports/{import}': {},
  'POST /v1/imports/{import}/address': {},
  'POST /v1/imports/{import}/start': { body: () => ({ dryRun: true }) },
  'GET /v1/imports/{import}/rejects': {},
  'POST /v1/exports': { body: ({ connector }) => ({ kind: 'deals', connector }) },
  'GET /v1/exports/{export}': {},

  'POST /v1/runs': { body: ({ open }) => ({ period: open }) },
  'GET /v1/runs/{run}': {},
  'GET /v1/runs/{run}/payees': {},
};

/** Routes that take ids and no token of a tenant, and where they are tested instead. */
export const elsewhere: Readonly<Record<string, string>> = {
  'POST /v1/token': 'test/trust/sign-in.test.ts: whom an ID token or a key lets in where',
  'POST /v1/hooks/{connector}': 'test/trust/webhooks.test.ts: fault 49, whoever signs with which secret',
  'POST /v1/tenants/{tenant}/suspend': 'test/trust/sign-in.test.ts: for operators only',
  'POST /v1/tenants/{tenant}/resume': 'test/trust/sign-in.test.ts: for operators only',
};
