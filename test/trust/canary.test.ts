/** Fault 62: what people and their systems tell us is in the table, and in no log, error or dead letter. */
import { beforeAll, expect, it } from 'vitest';
import { AwsError } from '../../infra/local/aws/endpoint.ts';
import { Client } from '../../infra/cli/client.ts';
import {
  type Company,
  COMPANY,
  dealMessage,
  moveTo,
  onboard,
  operator,
  platformFrom,
} from '../kit/platform.ts';
import { CANARY, plant, tracesIn } from './kit/canary.ts';
import { itemsOf } from './kit/partitions.ts';
import type { Raw } from './kit/raw.ts';
import { servedRoutes } from './kit/routes.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');
const routes = await servedRoutes();
const refusals: Raw[] = [];
let company: Company;
let person: string;
/** Not the one that delivers: its secrets are rotated away. */
let connector: string;

beforeAll(async () => {
  company = await onboard(platform.current, {
    name: CANARY.name,
    admin: { name: CANARY.name, email: CANARY.email },
  });
  const api = await company.api();
  const made = { name: CANARY.name, email: `ana.${CANARY.email}`, ownerRefs: [CANARY.secret] };
  person = (await api.post<{ id: string }>('/v1/people', made)).id;
  const other = { name: 'Other', provider: 'standard' };
  connector = (await api.post<{ id: string }>('/v1/connectors', other, { key: 'other' })).id;
});

type Doors = { readonly admin: string | undefined; readonly operator: string | undefined };

async function doors(): Promise<Doors> {
  const { token: admin } = await company.api();
  return { admin, operator: (await operator(platform.current)).token };
}

/** Asks all routes all they can be asked, and of operators' routes one thing that only they may ask. */
async function plantEverywhere({ admin, operator: operators }: Doors): Promise<void> {
  const { at } = platform.current;
  const ids = { person, period: '2026-q1', connector };
  for (const route of routes) {
    const url = { cell: at.api, control: at.control, 'sign-in': at.issuer }[route.api];
    const tokens = route.definition.kind === 'operator' ? [operators, admin] : [admin];
    for (const token of tokens) {
      const answers = await plant(route, { url, token }, ids);
      refusals.push(...answers.filter(({ status }) => status >= 400));
    }
  }
  await deliverCanaries();
  await platform.current.host.idle();
}

let delivered = 0;

async function deliverCanaries(): Promise<number[]> {
  const statuses: number[] = [];
  const said = { amount: CANARY.salary, currency: 'EUR', status: 'won', stage: CANARY.name };
  for (const ownerRef of [CANARY.secret, CANARY.email]) {
    delivered += 1;
    const record = `${CANARY.secret}-${delivered}`;
    const one = dealMessage(record, CANARY.name, '2026-01-05T07:00:00.000Z', { ...said, ownerRef });
    statuses.push(await company.deliver({ ...one, id: record }));
  }
  return statuses;
}

/** Makes calls fail as AWS fails at its most talkative: saying what it was asked. */
function failing(operations: RegExp, functions = /./, most = Number.POSITIVE_INFINITY): void {
  let failed = 0;
  platform.current.host.aws.onCall(({ service, operation, input, principal }) => {
    if (!operations.test(`${service}:${operation}`) || !functions.test(principal.functionName)) return 'pass';
    failed += 1;
    if (failed > most) return 'pass';
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${JSON.stringify(input)}'`,
    );
  });
}

function logsOfAll(): string {
  const { host } = platform.current;
  const names = host.assembly.of('AWS::Lambda::Function').map(({ name }) => name);
  return [...names, 'host'].map((name) => host.logs(name)).join('\n');
}

/** What lies in the dead letters now; looking takes it out. */
function deadLetters(): { queue: string; body: string }[] {
  const { host } = platform.current;
  return Object.entries(host.aws.queues())
    .filter(([, { dead }]) => dead)
    .flatMap(([queue]) =>
      host.aws
        .queue(queue)
        .receive(1_000)
        .map(({ body }) => ({ queue, body })),
    );
}

it('fault 62 plants canaries that arrive, so that not finding them means something', async () => {
  await plantEverywhere(await doors());
  expect(refusals.filter(({ status }) => status >= 500)).toEqual([]);
  const stored = JSON.stringify(await itemsOf(platform.current, `T#${company.tenant}#`));
  expect([CANARY.email, CANARY.name, CANARY.minor].filter((canary) => !stored.includes(canary))).toEqual([]);
  const answered = new Set(refusals.map(({ status }) => status));
  expect([400, 401, 403, 404, 409, 413, 422].filter((status) => !answered.has(status))).toEqual([]);
});

/** A quarter of an hour on, so that the schedules tick as well. */
async function whileFailing(operations: RegExp, work: () => Promise<void>, most?: number): Promise<number> {
  const before = refusals.length;
  failing(operations, /./, most);
  try {
    await work();
    const { clock } = platform.current.host;
    await moveTo(platform.current, new Date(clock.now().getTime() + 900_000).toISOString());
  } finally {
    platform.current.host.aws.onCall(undefined);
  }
  return refusals.slice(before).filter(({ status }) => status >= 500).length;
}

it.each([
  ['reads of the table', /^dynamodb:(GetItem|Query|BatchGetItem)$/, 100],
  ['writes of the table', /^dynamodb:(PutItem|UpdateItem|DeleteItem|TransactWriteItems)$/, 5],
  ['secrets, keys and blobs', /^(ssm|kms|s3):/, 5],
])('fault 62 fails %s with errors that repeat what was asked', async (what, operations, least) => {
  const opened = await doors();
  const failed = await whileFailing(operations, () => plantEverywhere(opened));
  expect(failed).toBeGreaterThan(least);
  console.log(`${what}: ${failed} answers were 500`);
});

it('fault 62 fails queues and buses with errors that repeat what was asked', async () => {
  // A bus that is gone for good is retried for long; what is left of that then points and says nothing.
  const work = async () => expect(await deliverCanaries()).toEqual([202, 202]);
  await whileFailing(/^(sqs|events):/, work, 6);
});

it('fault 62 lets no canary and no proof into a log, a refusal or a dead letter', () => {
  const logs = logsOfAll();
  const lines = logs.split('\n').filter((line) => tracesIn(line).length > 0);
  expect(lines.slice(0, 3)).toEqual([]);
  const told = refusals.filter(({ text, headers }) => tracesIn(text + JSON.stringify(headers)).length > 0);
  expect(told.slice(0, 3)).toEqual([]);
  const letters = deadLetters();
  expect(letters.filter(({ body }) => tracesIn(body).length > 0).slice(0, 3)).toEqual([]);
  // Metrics would be lines of the log in the embedded format: there are none but AWS's own.
  expect(logs).not.toContain('_aws');
  expect(letters.length).toBeGreaterThan(3);
  console.log(
    `${logs.length} characters of logs, ${refusals.length} refusals, ${letters.length} dead letters`,
  );
});

it('fault 62 says its errors in one form, and what failed on our side without a reason', () => {
  const ours = refusals.filter(({ headers }) => headers['content-type'] === 'application/problem+json');
  for (const { text, status } of ours) {
    expect(JSON.parse(text)).toMatchObject({
      status,
      code: expect.any(String),
      requestId: expect.any(String),
    });
    expect(text).not.toMatch(/arn:aws|\bat .*\.ts:|node_modules|stack|T#ten_|dynamodb/i);
  }
  expect(ours.length).toBeGreaterThan(300);
});

/** The one event that carries data, since a cell cannot read the registry: known, and looked at here. */
it('fault 62 knows the one place that holds a name and an address: what announces a new company', async () => {
  failing(/^dynamodb:/, /people-on-tenant-created/);
  const { token = '' } = await operator(platform.current);
  const control = new Client(platform.current.at.control, token);
  const other = { ...COMPANY, name: 'Other', admin: { name: CANARY.name, email: `other.${CANARY.email}` } };
  await control.post('/v1/tenants', other, { key: 'other' });
  await platform.current.host.idle();
  platform.current.host.aws.onCall(undefined);
  const telling = deadLetters().filter(({ body }) => tracesIn(body).length > 0);
  expect(telling.map(({ queue }) => queue)).toEqual(['attain-pool-people-on-tenant-created-dead']);
});
