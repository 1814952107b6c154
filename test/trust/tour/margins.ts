/** Stops off the path: the audit trail, the pages that anybody may see, and what fails for good. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { exported } from '../../../infra/cli/audit.ts';
import { Client } from '../../../infra/cli/client.ts';
import { AwsError } from '../../../infra/local/aws/endpoint.ts';
import { verify } from '../../../shared/kernel/chain.ts';
import { type Guide, letters, show, type Stop, tick, twoPages, untilNight } from './guide.ts';
import { databaseClient } from '../kit/partitions.ts';
import { connect } from './crm.ts';

const audit: Stop = {
  name: 'the audit trail',
  async visit(guide) {
    const { api, control, n } = guide;
    await connect(api, `Audited ${n}`);
    await control.post('/v1/keys', { name: `Audited ${n}`, roles: ['machine'] }, { key: `audited ${n}` });
    await guide.platform.host.idle();
    await tick(guide);
    const fresh = await guide.company.api();
    for (const plane of [fresh, new Client(control.url, fresh.token)]) {
      const { n: sealed } = await plane.get<{ n: number }>('/v1/audit/head');
      show('entries are sealed', sealed > 0);
      await twoPages(plane, '/v1/audit');
      const lines = await trailOf(plane);
      show(
        'the newest change is in it',
        lines.some((line) => line.includes(`"Audited ${n}"`)),
      );
      show('the chain holds', verify(lines).holds);
    }
  },
};

/** All of it: an export answers fifteen pages at once, and every visit adds one. */
async function trailOf(plane: Client): Promise<string[]> {
  let text = '';
  for await (const piece of exported(plane)) text += piece;
  return text.trimEnd().split('\n');
}

const documents: Stop = {
  name: 'what anybody may see',
  async visit({ platform: { at, host } }) {
    // A new instance reads the public key before it shows it.
    await host.crash('attain-control-tenants-api-sign-in');
    for (const path of ['/docs', '/openapi.json', '/docs/page.css'])
      show(path, (await fetch(at.api + path)).ok);
    for (const path of ['openid-configuration', 'jwks.json'])
      show(path, (await fetch(`${at.issuer}/.well-known/${path}`)).ok);
  },
};

const CRONS = [
  'attain-pool-periods-cron-close-periods',
  'attain-pool-runs-cron-run-commissions',
  'attain-pool-audit-cron-seal-audit',
  'attain-pool-sweep-cron-sweep',
  'attain-pool-milestones-cron-look-for-milestones',
  'attain-pool-letters-cron-look-for-letters',
  'attain-control-registry-audit-cron-seal-audit',
];

const failedTicks: Stop = {
  name: 'ticks that fail',
  givesUp: true,
  async visit(guide) {
    const { aws } = guide.platform.host;
    const before = letters(guide.platform, /ticks/);
    aws.onCall(({ principal, operation }) => {
      if (!CRONS.includes(principal.functionName) || operation !== 'Query') return 'pass';
      throw new AwsError('ValidationException', 'made to fail');
    });
    await untilNight(guide).finally(() => aws.onCall(undefined));
    show('each is kept', letters(guide.platform, /ticks/) === before + CRONS.length);
  },
};

/** Nobody's, so that nobody else stumbles over what is put there. */
const NOBODY = `ten_${'0'.repeat(26)}`;

/** An item that no reader of a stream understands, put there past all of our code. */
async function poison({ platform, n }: Guide): Promise<void> {
  const client = databaseClient(platform);
  for (const TableName of ['attain-pool', 'attain-control']) {
    const noun = TableName === 'attain-pool' ? 'CONNS' : 'KEYS';
    const Item = {
      pk: { S: `T#${NOBODY}#${noun}` },
      sk: { S: `poison-${n}` },
      facts: { S: 'none' },
      name: { S: 'Poison' },
      actor: { S: 'nobody' },
    };
    await client.send(new PutItemCommand({ TableName, Item }));
  }
  client.destroy();
}

const failedRecords: Stop = {
  name: 'records that fail',
  givesUp: true,
  async visit(guide) {
    const before = letters(guide.platform, /stream/);
    await poison(guide);
    await connect(guide.api, `Poison ${guide.n}`);
    const key = `poison ${guide.n}`;
    await guide.control.post('/v1/keys', { name: 'Poison', roles: ['machine'] }, { key });
    await guide.platform.host.idle();
    show('each reader keeps its own', letters(guide.platform, /stream/) >= before + 4);
  },
};

export const atTheMargins: readonly Stop[] = [audit, documents, failedTicks, failedRecords];
