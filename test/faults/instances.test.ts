/** Faults 20 and 28: instances that are cut off in the middle and go on, and clocks that do not agree. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf } from '../../infra/cli/addresses.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import { startHost } from '../../infra/local/host.ts';
import type { AwsCall } from '../../infra/local/kinds.ts';
import { ask } from '../kit/asking.ts';
import { hire, onboard, type Platform } from '../kit/platform.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { applied, crmOf, won } from './crm.ts';
import { callOf } from './holding.ts';

const PEOPLE = 'attain-pool-people-api';
const TIME_LIMIT_SECONDS = 3;
const MINUTES_10 = 600_000;

let platform: Platform;
const folder = resolve(`.attain/faults-${process.pid}-instances`);

beforeAll(async () => {
  const assemblyDir = hurried(join(folder, 'assembly'));
  const startAt = new Date('2026-02-01T08:00:00Z');
  const options = { ports: 'ephemeral', instancesPerFunction: 1, stateDir: folder, startAt } as const;
  const host = await startHost({ assemblyDir, ...options });
  platform = { host, at: addressesOf(host) };
});
afterAll(() => platform?.host.stop());

/** The same templates, but the API of people has little time: nobody wants to wait for a quarter of a minute. */
function hurried(to: string): string {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(ASSEMBLY)) {
    const from = resolve(ASSEMBLY, name);
    if (!name.endsWith('.template.json')) {
      if (name.endsWith('.json') || name === 'cdk.out') cpSync(from, join(to, name));
      else symlinkSync(from, join(to, name));
      continue;
    }
    const template = JSON.parse(readFileSync(from, 'utf8')) as { Resources: Record<string, Json> };
    for (const { Properties } of Object.values(template.Resources)) {
      const properties = Properties as Json | undefined;
      if (properties?.['FunctionName'] === PEOPLE && 'Timeout' in properties)
        properties['Timeout'] = TIME_LIMIT_SECONDS;
    }
    writeFileSync(join(to, name), JSON.stringify(template));
  }
  return to;
}

async function pair(names: readonly string[]): Promise<Client[]> {
  const clients: Client[] = [];
  for (const name of names) {
    const api = await (await onboard(platform, { name })).api();
    await hire(api, `Canary-${name}`);
    clients.push(api);
  }
  await platform.host.idle();
  return clients;
}

const peopleOf = async (api: Client) => {
  const { status, body } = await ask(api, 'GET', '/v1/people');
  return [status, (body['data'] as Json[]).map(({ name }) => name).sort()];
};
const onlyOf = (name: string) => [200, ['Ada Admin', `Canary-${name}`]];
const readsOf = (api: Client, operation: string) => {
  const { tenant } = JSON.parse(Buffer.from(String(api.token).split('.')[1] ?? '', 'base64url').toString());
  return (call: AwsCall) => callOf('people/api', operation)(call) && call.principal.tags['tenant'] === tenant;
};

describe('fault 20', () => {
  it('fault 20 a request that dies at its time limit says so, and the next ones are answered', async () => {
    const [a, b] = (await pair(['Cut-A', 'Cut-B'])) as [Client, Client];
    const never = new Promise<never>(() => {});
    platform.host.aws.onCall((call) => (readsOf(a, 'Query')(call) ? never : 'pass'));
    const { status, body } = await ask(a, 'GET', '/v1/people');
    platform.host.aws.onCall(undefined);
    // API Gateway's own words: the function had no time left for any.
    expect([status, body]).toEqual([503, { message: 'Service Unavailable' }]);
    expect(await peopleOf(b)).toEqual(onlyOf('Cut-B'));
    expect(await peopleOf(a)).toEqual(onlyOf('Cut-A'));
  });

  it('fault 20 what one request left open on a warm instance is not in the answer to another', async () => {
    const [a, b] = (await pair(['Left-A', 'Left-B'])) as [Client, Client];
    const open = Promise.withResolvers<void>();
    let reads = 0;
    platform.host.aws.onCall(async (call) => {
      if (!readsOf(a, 'GetItem')(call) && !readsOf(a, 'Query')(call)) return 'pass';
      reads += 1;
      // Of what is read side by side, one is refused for good and the others stay on their way.
      if (String(JSON.stringify(call.input)).includes('ORG#')) return 'refuse';
      await open.promise;
      return 'pass';
    });
    const refused = await ask(a, 'GET', '/v1/people');
    expect([refused.status, refused.body['code']]).toEqual([503, 'unavailable']);
    const meanwhile = peopleOf(b);
    expect(await meanwhile).toEqual(onlyOf('Left-B'));
    platform.host.aws.onCall(undefined);
    open.resolve();
    expect(reads).toBeGreaterThan(1);
    for (let n = 0; n < 3; n += 1) {
      expect(await peopleOf(b)).toEqual(onlyOf('Left-B'));
      expect(await peopleOf(a)).toEqual(onlyOf('Left-A'));
    }
  });
});

describe('fault 28', () => {
  it('fault 28 clocks ten minutes apart: versions and what happened decide, not who wrote when', async () => {
    const crm = await crmOf(platform, 'Skewed');
    const path = { person: String(crm.people['Ana']), period: '2026-m02' };
    const quota = (amountMinor: string, skewMs: number, headers: Record<string, string> = {}) => {
      const asked = { amountMinor, currency: 'EUR' };
      const route = 'PUT /v1/people/{person}/quotas/{period}';
      return skewed(crm.api, 'quotas/api', route, path, skewMs, asked, headers);
    };
    const madeFor = (version: number) => ({ 'if-match': `"${version}"` });
    expect(await quota('100', MINUTES_10)).toMatchObject({ version: 1 });
    expect(await quota('200', -MINUTES_10, madeFor(1))).toMatchObject({ version: 2, amountMinor: '200' });
    expect(await quota('300', MINUTES_10, madeFor(2))).toMatchObject({ version: 3, amountMinor: '300' });
    // The later one comes first, and was amended by somebody whose clock is behind.
    const amended = won('d1', 20, { amount: '900', event: 'deal.amended', status: undefined });
    await crm.send({ ...amended, id: 'amended' }, won('d1', 12));
    await platform.host.idle();
    expect(await crm.credits('d1')).toEqual([
      ['2026-01-12', '10000'],
      ['2026-01-20', '-10000'],
      ['2026-01-20', '90000'],
    ]);
    expect(await crm.counts()).toEqual(applied(2));
  });

  it('fault 28 a clock that is behind closes nothing early, and what it makes has an id of its own', async () => {
    const { api } = await crmOf(platform, 'Behind');
    const close = (skewMs: number) =>
      skewed(api, 'periods/api', 'POST /v1/periods/{period}/close', { period: '2026-m01' }, skewMs);
    // January ended nine hours ago.
    expect(await close(-10 * 3_600_000)).toMatchObject({ code: 'period.not-ended' });
    expect(await close(-MINUTES_10)).toMatchObject({ status: 'calculating', version: 2 });
    expect(await close(MINUTES_10)).toMatchObject({ status: 'calculating', version: 2 });
    const keys = await Promise.all(
      [-MINUTES_10, 0, MINUTES_10].map((skewMs) =>
        skewed(api, 'people/api', 'POST /v1/people', {}, skewMs, {
          name: `P${skewMs}`,
          email: `p${Math.sign(skewMs) + 1}@acme.example`,
        }),
      ),
    );
    expect(new Set(keys.map(({ id }) => id)).size).toBe(3);
  });
});

/** A request to an instance whose gateway has another time. */
async function skewed(
  { token }: Client,
  entry: string,
  routeKey: string,
  pathParameters: Readonly<Record<string, string>>,
  skewMs: number,
  body?: Json,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const { host } = platform;
  const lambda = host.assembly
    .of('AWS::Lambda::Function')
    .find(({ name }) => name === `attain-pool-${entry.replace('/', '-')}`);
  const claims = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
  const reply = await host.invoke(String(lambda?.arn), {
    version: '2.0',
    routeKey,
    rawPath: routeKey.split(' ')[1]?.replaceAll(/\{(\w+)\}/g, (_, name) => String(pathParameters[name])),
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    pathParameters,
    requestContext: {
      authorizer: { jwt: { claims, scopes: null } },
      http: { sourceIp: '127.0.0.1' },
      requestId: `skewed ${skewMs}`,
      timeEpoch: host.clock.now().getTime() + skewMs,
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  });
  return JSON.parse((reply as { body: string }).body) as Json;
}
