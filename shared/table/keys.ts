/**
 * Every key of the table, on one page: which nouns there are, then what lives where.
 *
 * Keys here are relative to their owner. `table.ts` alone puts the owner in front: `T#<tenant>#` for
 * a tenant's data, `C#` for the plane's directory, which holds none. So no key can name another tenant,
 * and credentials can be held to `dynamodb:LeadingKeys` T#<tenant>#<NOUN>#*.
 *
 *   what                                        pk                        sk
 *   tenant in the registry (control plane)      C#TENANTS                 <tenant>
 *   job due at a moment, by concern             C#DUE#<concern>           <instant>#<tenant>#<subject>
 *   machine key                                 KEYS                      <key>
 *   login of a person                           LOGINS                    <hash of issuer and e-mail>
 *   requests of a minute                        RATE#<minute>             A
 *   whether the tenant is served, in each plane STANDING                  A
 *   the tenant's settings in its cell           SETTINGS                  A
 *   answer kept for an Idempotency-Key          IDEM#<hash>               A
 *   person                                      PERSON#<person>           A          gsi1 PEOPLE / name
 *   people and lines of the main hierarchy      ORG#sales                 HEAD · HEAD#<n>
 *   lines of another hierarchy                  ORG#other-<name>          HEAD · HEAD#<n>   gsi1 HIERARCHIES / name
 *   all teams and who is in them                TEAMS                     HEAD · HEAD#<n>
 *   all territories, and who covers them        TERR                      HEAD
 *   rates of a currency in a year, packed       FX#<year>                 <from>#<n>
 *   period of the calendar                      PERIODS                   <start>#<length>#<period>
 *   calendar for reports                        CALENDARS                 <calendar>
 *   quota                                       QUOTAS#<period>           <person>#<measure>
 *   recorded result of a person                 RESULTS#<period>          <person>#<name>
 *   connector                                   CONNS                     <connector>
 *   webhook as it came                          IN#<connector>#<day>      <dedupe key>
 *        while in quarantine                                              gsi1 QUAR#<connector> / receivedAt
 *   deal: a grow-only map of its events, and of
 *        what the company said itself (o_<id>)    DEAL#<deal>               A
 *   credits of a period, in pages               CREDIT#<period>           <page>
 *   imported deals: batches, index of one       IMPORTED                  HEAD · B#<batch>
 *   plan version, head                          PLAN#<plan>               V#<version> · HEAD   gsi1 PLANS / name
 *   turn to change a person's enrolments in it  PLAN#<plan>               E#<person>
 *   turn to say by which plan's terms one is paid  PLAN#payment           E#<person>
 *   enrolment                                   ENROL                     <person>#<from>#<plan>
 *   signed letter of an enrolment in a plan     LETTERS#<plan>            <person>#<from>
 *   what was told of an unsigned one            UNSIGNED#<plan>           <person>#<from>
 *   manual adjustment of a period               ADJ#<period>              <adjustment>    gsi1 ADJOF#<person> / period
 *   import, the turn of one file's content      IMPORT#<import>           A · TURN   gsi1 IMPORTS / startedAt
 *   export                                      EXPORT#<export>           A
 *   run                                         RUN#<run>                 A · M#<n> · TOT#<n>  gsi1 RUNS / startedAt
 *   balances of payees after a final run        RUN#<run>                 B#<n>
 *   run result of one payee, packed             PAY#<run>#<payee>         L#<n>
 *   published run of a period                   PUB                       <period>
 *   reopening, by the period that posts it      REOPEN#<period>           <reopening>     gsi1 REOPENOF#<period>
 *   branch of a reopening, and what it changes  BRANCH#<reopening>        M#<n> · D#<n>
 *   milestone that a payee has reached          NOTICES#<person>          <end>#<span>#<measure>#<percent>
 *   audit entry that is not yet sealed          AUDIT                     <recorded at>#<sequence>#<entry>
 *   sealed page of audit entries                CHAIN                     <page>
 */

/**
 * Where each noun stands: on the table or on the index, and whether an id follows it in the key. What is
 * audited says so, under the name that the audit trail gives it.
 */
export const nouns = {
  TENANTS: { on: 'table', id: false, audited: 'tenant' },
  DUE: { on: 'table', id: true },
  KEYS: { on: 'table', id: false, audited: 'machine-key' },
  LOGINS: { on: 'table', id: false, audited: 'login' },
  STANDING: { on: 'table', id: false },
  RATE: { on: 'table', id: true },
  SETTINGS: { on: 'table', id: false, audited: 'settings' },
  IDEM: { on: 'table', id: true },
  PERSON: { on: 'table', id: true, audited: 'person' },
  PEOPLE: { on: 'index', id: false },
  ORG: { on: 'table', id: true, audited: 'org' },
  HIERARCHIES: { on: 'index', id: false },
  TEAMS: { on: 'table', id: false, audited: 'teams' },
  TERR: { on: 'table', id: false, audited: 'territory' },
  FX: { on: 'table', id: true, audited: 'currency-rate' },
  PERIODS: { on: 'table', id: false, audited: 'period' },
  CALENDARS: { on: 'table', id: false, audited: 'calendar' },
  QUOTAS: { on: 'table', id: true, audited: 'quota' },
  RESULTS: { on: 'table', id: true, audited: 'result' },
  CONNS: { on: 'table', id: false, audited: 'connector' },
  IN: { on: 'table', id: true, audited: 'webhook' },
  QUAR: { on: 'index', id: true },
  DEAL: { on: 'table', id: true, audited: 'deal' },
  CREDIT: { on: 'table', id: true },
  IMPORTED: { on: 'table', id: false },
  PLAN: { on: 'table', id: true, audited: 'plan' },
  PLANS: { on: 'index', id: false },
  ENROL: { on: 'table', id: false, audited: 'enrolment' },
  LETTERS: { on: 'table', id: true, audited: 'letter' },
  UNSIGNED: { on: 'table', id: true },
  ADJ: { on: 'table', id: true, audited: 'adjustment' },
  ADJOF: { on: 'index', id: true },
  IMPORT: { on: 'table', id: true, audited: 'import' },
  IMPORTS: { on: 'index', id: false },
  EXPORT: { on: 'table', id: true },
  RUN: { on: 'table', id: true, audited: 'run' },
  RUNS: { on: 'index', id: false },
  PAY: { on: 'table', id: true },
  PUB: { on: 'table', id: false, audited: 'publication' },
  REOPEN: { on: 'table', id: true, audited: 'reopening' },
  REOPENOF: { on: 'index', id: true },
  BRANCH: { on: 'table', id: true },
  NOTICES: { on: 'table', id: true },
  AUDIT: { on: 'table', id: false },
  CHAIN: { on: 'table', id: false },
} as const satisfies Record<string, { on: 'table' | 'index'; id: boolean; audited?: string }>;

export type Noun = keyof typeof nouns;
export type Key = { readonly pk: string; readonly sk: string };
export type IndexedKey = Key & { readonly gsi1pk?: string; readonly gsi1sk?: string };
/** A place a query can look: one partition of the table or of the index. */
export type Place = { readonly pk: string; readonly on: 'table' | 'index' };

/** What the audit trail calls the noun of a key without its owner; undefined where it is not audited. */
export function auditedAs(pk: string): string | undefined {
  const [noun = ''] = pk.split('#', 1);
  return (nouns as Readonly<Record<string, { audited?: string }>>)[noun]?.audited;
}

/** Names that the template and the data module share. */
export const layout = {
  index: 'gsi1',
  ttl: 'expiresAt',
  /** What a list on the index shows without reading the item itself. */
  projected: ['id', 'name', 'status', 'version', 'reason', 'receivedAt', 'startedAt', 'summary'],
} as const;

export const places = {
  tenants: () => place('TENANTS'),
  due: (concern: string) => place('DUE', concern),
  machineKeys: () => place('KEYS'),
  logins: () => place('LOGINS'),
  people: () => place('PEOPLE'),
  org: (hierarchy: string) => place('ORG', hierarchy),
  hierarchies: () => place('HIERARCHIES'),
  teams: () => place('TEAMS'),
  rates: (year: string) => place('FX', year),
  periods: () => place('PERIODS'),
  calendars: () => place('CALENDARS'),
  quotas: (period: string) => place('QUOTAS', period),
  results: (period: string) => place('RESULTS', period),
  connectors: () => place('CONNS'),
  inbox: (connector: string, day: string) => place('IN', connector, day),
  quarantine: (connector: string) => place('QUAR', connector),
  credits: (period: string) => place('CREDIT', period),
  imported: () => place('IMPORTED'),
  plan: (plan: string) => place('PLAN', plan),
  plans: () => place('PLANS'),
  enrolments: () => place('ENROL'),
  letters: (plan: string) => place('LETTERS', plan),
  reminders: (plan: string) => place('UNSIGNED', plan),
  adjustments: (period: string) => place('ADJ', period),
  adjustmentsOf: (person: string) => place('ADJOF', person),
  imports: () => place('IMPORTS'),
  run: (run: string) => place('RUN', run),
  runs: () => place('RUNS'),
  payeeResult: (run: string, payee: string) => place('PAY', run, payee),
  published: () => place('PUB'),
  reopenings: (posts: string) => place('REOPEN', posts),
  reopeningsOf: (period: string) => place('REOPENOF', period),
  branch: (reopening: string) => place('BRANCH', reopening),
  notices: (person: string) => place('NOTICES', person),
  unsealed: () => place('AUDIT'),
  chain: () => place('CHAIN'),
};

export const keys = {
  tenant: (tenant: string) => key(places.tenants(), tenant),
  due: (concern: string, at: string, tenant: string, subject: string) =>
    key(places.due(concern), at, tenant, subject),
  machineKey: (id: string) => key(places.machineKeys(), id),
  login: (hash: string) => key(places.logins(), hash),
  rate: (minute: string) => key(place('RATE', minute), 'A'),
  standing: () => key(place('STANDING'), 'A'),
  settings: () => key(place('SETTINGS'), 'A'),
  idempotency: (hash: string) => key(place('IDEM', hash), 'A'),
  person: (person: string, name: string) => indexed(keys.personById(person), places.people(), name, person),
  personById: (person: string) => key(place('PERSON', person), 'A'),
  org: (hierarchy: string, n = 0) => key(places.org(hierarchy), ...piece(n)),
  /** Its first piece is listed by its name. */
  hierarchy: (hierarchy: string, name: string, n = 0) =>
    n === 0 ? indexed(keys.org(hierarchy), places.hierarchies(), name) : keys.org(hierarchy, n),
  teams: (n = 0) => key(places.teams(), ...piece(n)),
  territories: () => key(place('TERR'), 'HEAD'),
  rates: (year: string, from: string, chunk: number) => key(places.rates(year), from, ordinal(chunk)),
  period: (start: string, length: string, period: string) => key(places.periods(), start, length, period),
  calendar: (calendar: string) => key(places.calendars(), calendar),
  quota: (period: string, person: string, measure: string) => key(places.quotas(period), person, measure),
  result: (period: string, person: string, name: string) => key(places.results(period), person, name),
  connector: (connector: string) => key(places.connectors(), connector),
  inbox: (connector: string, day: string, dedupe: string) => key(places.inbox(connector, day), dedupe),
  quarantined: (connector: string, day: string, dedupe: string, receivedAt: string) =>
    indexed(keys.inbox(connector, day, dedupe), places.quarantine(connector), receivedAt, dedupe),
  deal: (deal: string) => key(place('DEAL', deal), 'A'),
  creditPage: (period: string, page: string) => key(places.credits(period), page),
  importedHead: () => key(places.imported(), 'HEAD'),
  importedBatch: (batch: string) => key(places.imported(), 'B', batch),
  planHead: (plan: string, name: string) => indexed(keys.planHeadById(plan), places.plans(), name, plan),
  planHeadById: (plan: string) => key(places.plan(plan), 'HEAD'),
  planVersion: (plan: string, version: number) => key(places.plan(plan), 'V', ordinal(version)),
  enrolmentTurn: (plan: string, person: string) => key(places.plan(plan), 'E', person),
  /** No plan has this id. */
  paymentTurn: (person: string) => key(places.plan('payment'), 'E', person),
  enrolment: (person: string, from: string, plan: string) => key(places.enrolments(), person, from, plan),
  letter: (plan: string, person: string, from: string) => key(places.letters(plan), person, from),
  reminders: (plan: string, person: string, from: string) => key(places.reminders(plan), person, from),
  adjustment: (period: string, id: string, person: string) =>
    indexed(keys.adjustmentById(period, id), places.adjustmentsOf(person), period, id),
  adjustmentById: (period: string, id: string) => key(places.adjustments(period), id),
  import: (id: string, startedAt: string) => indexed(keys.importById(id), places.imports(), startedAt, id),
  importById: (id: string) => key(place('IMPORT', id), 'A'),
  importTurn: (content: string) => key(place('IMPORT', content), 'TURN'),
  export: (id: string) => key(place('EXPORT', id), 'A'),
  run: (run: string, startedAt: string) => indexed(keys.runById(run), places.runs(), startedAt, run),
  runById: (run: string) => key(places.run(run), 'A'),
  runManifest: (run: string, chunk: number) => key(places.run(run), 'M', ordinal(chunk)),
  runTotals: (run: string, chunk: number) => key(places.run(run), 'TOT', ordinal(chunk)),
  runReached: (run: string, chunk: number) => key(places.run(run), 'R', ordinal(chunk)),
  runBalances: (run: string, chunk: number) => key(places.run(run), 'B', ordinal(chunk)),
  payeeResult: (run: string, payee: string, chunk: number) =>
    key(places.payeeResult(run, payee), 'L', ordinal(chunk)),
  published: (period: string) => key(places.published(), period),
  reopening: (posts: string, id: string, period: string) =>
    indexed(keys.reopeningById(posts, id), places.reopeningsOf(period), posts, id),
  reopeningById: (posts: string, id: string) => key(places.reopenings(posts), id),
  branch: (reopening: string, chunk: number) => key(places.branch(reopening), 'M', ordinal(chunk)),
  branchChanges: (reopening: string, chunk: number) => key(places.branch(reopening), 'D', ordinal(chunk)),
  notice: (person: string, end: string, span: string, measure: string, percent: number) =>
    key(places.notices(person), end, span, measure, ordinal(percent)),
  unsealed: (recordedAt: string, sequence: string, entry: string) =>
    key(places.unsealed(), recordedAt, sequence.padStart(40, '0'), entry),
  chainPage: (page: number) => key(places.chain(), ordinal(page, 9)),
};

function place(noun: Noun, ...ids: string[]): Place {
  return { pk: join(noun, ...ids), on: nouns[noun].on };
}

function key(at: Place, ...parts: string[]): Key {
  return { pk: at.pk, sk: join(...parts) };
}

function indexed(at: Key, list: Place, ...parts: string[]): IndexedKey {
  return { ...at, gsi1pk: list.pk, gsi1sk: join(...parts) };
}

/** Joins key parts. An empty part, or one holding '#', would let one item answer to another's name. */
function join(...parts: string[]): string {
  for (const part of parts) {
    if (part === '' || part.includes('#')) throw new Error(`not a key part: '${part}'`);
  }
  return parts.join('#');
}

/** The pieces of one value, in the order that they are read in. */
function piece(n: number): string[] {
  return n === 0 ? ['HEAD'] : ['HEAD', ordinal(n)];
}

/** Numbers in keys sort as text: 7 → '00007'. */
function ordinal(n: number, digits = 5): string {
  return String(n).padStart(digits, '0');
}
