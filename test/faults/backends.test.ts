/** Faults 16, 17, 18, 19 and 27: what the services behind us answer when all is not well. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import type { Message } from '../../infra/cli/webhook.ts';
import type { AwsCall } from '../../infra/local/kinds.ts';
import { ask, refusalOf } from '../kit/asking.ts';
import { hire, platformFrom } from '../kit/platform.ts';
import { applied, crmOf, won } from './crm.ts';
import { answering, asking, callOf, replying, saying } from './holding.ts';
import { randomFrom } from './random.ts';

const platform = platformFrom('2026-02-01T08:00:00Z');
const host = () => platform.current.host;
const EVER = Number.POSITIVE_INFINITY;
const CREDITED = [['2026-01-12', '10000']];

const canceled = (...codes: readonly string[]) =>
  replying(
    {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: 'Transaction cancelled',
      CancellationReasons: codes.map((Code) => ({ Code })),
    },
    400,
  );

describe('fault 16 throttling', () => {
  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException'])(
    'fault 16 %s once is not seen by anybody, and for ever it is 503 with Retry-After',
    async (code) => {
      const { api } = await crmOf(platform.current, code);
      const fits = callOf('people/api');
      answering(host(), fits, saying(code));
      expect((await ask(api, 'GET', '/v1/people')).status).toBe(200);
      answering(host(), fits, saying(code), EVER);
      const { status, headers, body } = await ask(api, 'GET', '/v1/people');
      host().aws.onCall(undefined);
      expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([
        503,
        '1',
        'application/problem+json',
      ]);
      expect(body).toMatchObject({ status: 503, code: 'unavailable' });
      expect((await ask(api, 'GET', '/v1/people')).status).toBe(200);
    },
  );

  it('fault 16 an outage of a consumer, longer than its retries, leaves dead letters that a redrive heals', async () => {
    const crm = await crmOf(platform.current, 'Throttled');
    answering(host(), callOf('deals/on-deal-changed'), saying('InternalServerError', 500), EVER);
    await crm.send(won('d1'), won('d2'));
    await host().idle();
    expect(host().aws.queues()['attain-pool-deals-on-deal-changed-dead']).toMatchObject({ visible: 2 });
    host().aws.onCall(undefined);
    expect(host().aws.redrive()).toBe(2);
    await host().idle();
    expect(await crm.counts()).toEqual(applied(2));
    expect(await crm.credits('d1')).toEqual(CREDITED);
  });
});

describe('fault 17 a transaction', () => {
  it.each([
    [
      'of which one condition failed and another part met somebody else',
      ['ConditionalCheckFailed', 'TransactionConflict'],
    ],
    ['that met another one', ['None', 'TransactionConflict']],
    ['that was throttled in part', ['None', 'ThrottlingError']],
    ['that met the limit of a table', ['ProvisionedThroughputExceeded', 'None']],
  ])('fault 17 of a consumer %s is tried again, and credits once', async (name, codes) => {
    const crm = await crmOf(platform.current, name);
    const transaction = callOf('deals/on-deal-changed', 'TransactWriteItems');
    const met = answering(host(), transaction, () => canceled(...codes));
    await crm.send(won('d1'));
    await host().idle();
    expect(met()).toBe(1);
    expect(await crm.counts()).toEqual(applied(1));
    expect(await crm.credits('d1')).toEqual(CREDITED);
  });

  it('fault 17 of a request that always meets another one is 503 with Retry-After, and then done', async () => {
    const { api, people } = await crmOf(platform.current, 'Contended');
    const path = `/v1/people/${people['Ana']}/quotas/2026-m02`;
    const asked = { body: { amountMinor: '100', currency: 'EUR' } };
    const transaction = callOf('quotas/api', 'TransactWriteItems');
    const met = answering(host(), transaction, () => canceled('None', 'TransactionConflict'), EVER);
    const { status, headers, body } = await ask(api, 'PUT', path, asked);
    host().aws.onCall(undefined);
    expect(met()).toBe(5);
    expect([status, headers.get('retry-after'), body['code']]).toEqual([503, '1', 'write.contended']);
    expect((await ask(api, 'PUT', path, asked)).body).toMatchObject({ amountMinor: '100', version: 1 });
  });

  it('fault 17 that is still in progress is waited for', async () => {
    const { api, people } = await crmOf(platform.current, 'In progress');
    const path = `/v1/people/${people['Ana']}/quotas/2026-m02`;
    const transaction = callOf('quotas/api', 'TransactWriteItems');
    answering(host(), transaction, saying('TransactionInProgressException'));
    const asked = { body: { amountMinor: '100', currency: 'EUR' } };
    expect((await ask(api, 'PUT', path, asked)).status).toBe(200);
  });

  it('fault 17 that can never be written is set aside in sight, and holds nobody up', async () => {
    const crm = await crmOf(platform.current, 'Never');
    const transaction = callOf('deals/on-deal-changed', 'TransactWriteItems');
    answering(host(), transaction, () => canceled('None', 'ValidationError'), EVER);
    await crm.send(won('d1'));
    await host().idle();
    host().aws.onCall(undefined);
    await crm.send(won('d2'));
    await host().idle();
    expect(await crm.credits('d2')).toEqual(CREDITED);
    expect(host().aws.redrive()).toBe(1);
    await host().idle();
    expect([await crm.credits('d1'), await crm.counts()]).toEqual([CREDITED, applied(2)]);
  });
});

describe('fault 18 an answer in pieces', () => {
  it('fault 18 of which keys are left out is asked for again, until it is whole', async () => {
    const crm = await crmOf(platform.current, 'Unprocessed');
    const records = Array.from({ length: 6 }, (_, n) => `d${n}`);
    const met = answering(host(), ({ operation }) => operation === 'BatchGetItem', halfOf, 2);
    await crm.send(...records.map((record) => won(record)));
    await host().idle();
    expect(met()).toBe(2);
    for (const record of records) expect(await crm.credits(record)).toEqual(CREDITED);
    answering(host(), callOf('deals/api', 'BatchGetItem'), halfOf, EVER);
    expect(await crm.counts()).toEqual(applied(6));
    answering(host(), callOf('deals/api', 'BatchGetItem'), noneOf, EVER);
    expect(await refusalOf(crm.counts())).toEqual([503, 'unavailable']);
    host().aws.onCall(undefined);
  });

  it('fault 18 of more than a megabyte is read page by page, and empty pages do not end it', async () => {
    const crm = await crmOf(platform.current, 'Pages');
    // Eight bodies of some 260 KB that do not compress, all of one day: more than one page of the table.
    for (let n = 1; n <= 8; n += 1) await crm.send(heavy(won(`d${n}`), n));
    await host().idle();
    let queries = 0;
    host().aws.onCall((call) => {
      if (!callOf('deals/api', 'Query')(call)) return 'pass';
      queries += 1;
      return queries === 1 ? emptyBefore(call) : 'pass';
    });
    expect(await crm.counts()).toEqual(applied(8));
    host().aws.onCall(undefined);
    // 90 days and those without one; one more for the empty page, and one for what did not fit a page.
    expect(queries).toBe(93);
  });
});

describe('fault 19 a list that lags behind', () => {
  it('fault 19 replays nothing twice, since the table decides and not the list', async () => {
    const crm = await crmOf(platform.current, 'Stale');
    const waiting = `/v1/connectors/${crm.company.connector.id}/quarantine`;
    await crm.send(won('d1', 12, { ownerRef: 'u-cem' }));
    await host().idle();
    const old: Json[] = [];
    const quarantined = ({ input }: AwsCall) => input['IndexName'] !== undefined;
    answering(host(), quarantined, ({ input }) => asking(input, (answer) => old.push(answer) && answer));
    await crm.api.get(waiting);
    await hire(crm.api, 'Cem');
    expect(await crm.api.post(`${waiting}/replay`)).toEqual({ replayed: 1, more: false });
    await host().idle();
    answering(host(), quarantined, () => replying(old[0]), EVER);
    expect(await crm.api.post(`${waiting}/replay`)).toEqual({ replayed: 0, more: false });
    host().aws.onCall(undefined);
    await host().idle();
    expect([await crm.counts(), await crm.credits('d1')]).toEqual([applied(1), CREDITED]);
  });
});

describe('fault 27 a bus that takes only some', () => {
  it('fault 27 is sent again what it did not take, and only that', async () => {
    const crm = await crmOf(platform.current, 'Partial');
    const sent: string[][] = [];
    host().aws.onCall((call) => {
      if (!callOf('outbox/stream-publish', 'PutEvents')(call)) return 'pass';
      const entries = call.input['Entries'] as Entry[];
      sent.push(entries.map(({ Detail }) => JSON.parse(Detail).id));
      return sent.length === 1 ? onlyTheFirst(entries) : 'pass';
    });
    await Promise.all(Array.from({ length: 12 }, (_, n) => crm.send(won(`d${n}`))));
    await host().idle();
    host().aws.onCall(undefined);
    const [first = [], second] = sent;
    expect(first.length).toBeGreaterThan(0);
    expect(second).toEqual(first.length > 1 ? first.slice(1) : first);
    expect(await crm.counts()).toEqual(applied(12));
  });
});

type Entry = { readonly Detail: string };

/** With the status of a success: the first entry is on the bus, the others are not; of one, none is. */
function onlyTheFirst(entries: readonly Entry[]) {
  const failed = { ErrorCode: 'InternalFailure', ErrorMessage: 'This was made to happen.' };
  if (entries.length === 1) return replying({ FailedEntryCount: 1, Entries: [failed] });
  const rest = entries.slice(1).map(() => failed);
  return asking({ Entries: entries.slice(0, 1) }, ({ Entries }) => ({
    FailedEntryCount: rest.length,
    Entries: [...(Entries as Json[]), ...rest],
  }));
}

type Keys = Record<string, { Keys: Json[] } & Json>;

/** Reads half of the keys, and says so. */
function halfOf({ input }: AwsCall) {
  const [[table = '', wanted] = []] = Object.entries(input['RequestItems'] as Keys);
  const all = wanted?.Keys ?? [];
  if (all.length < 2) return 'pass';
  const half = Math.floor(all.length / 2);
  const left = { [table]: { ...wanted, Keys: all.slice(half) } };
  const asked = { RequestItems: { [table]: { ...wanted, Keys: all.slice(0, half) } } };
  return asking(asked, (answer) => ({ ...answer, UnprocessedKeys: left }));
}

const noneOf = ({ input }: AwsCall) => replying({ Responses: {}, UnprocessedKeys: input['RequestItems'] });

/** A page without items that says that there is more, as a filter on the way makes one. */
function emptyBefore({ input }: AwsCall) {
  const values = input['ExpressionAttributeValues'] as Record<string, Json>;
  const LastEvaluatedKey = { pk: values[':pk'], sk: { S: ' ' } };
  return replying({ Items: [], Count: 0, ScannedCount: 0, LastEvaluatedKey });
}

/** The same with a field in front that counts for nothing, since it is said again, and that weighs. */
function heavy({ id, body }: Message, seed: number): Message {
  const random = randomFrom(seed);
  const noise = Array.from({ length: 330_000 }, () => String.fromCharCode(48 + Math.floor(random() * 75)));
  const text = noise.join('').replaceAll('\\', '-');
  return { id, body: body.replace('{', () => `{"type":"${text}",`) };
}
