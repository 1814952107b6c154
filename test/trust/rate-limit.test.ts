/** No company takes the platform from the others: what asks too often is put off, and only that. */
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { REQUESTS_PER_MINUTE } from '../../shared/http/rate-limit.ts';
import { type Company, onboard, platformFrom } from '../kit/platform.ts';
import { clientOf } from '../kit/tables.ts';

const platform = platformFrom('2026-01-05T08:00:00Z');

/** Spends the budget of this minute and the next, as other instances would have. */
async function spend({ tenant }: Company): Promise<void> {
  const { database, host } = platform.current;
  const client = clientOf(database);
  const documents = DynamoDBDocumentClient.from(client);
  const minute = Math.floor(host.clock.now().getTime() / 60_000);
  for (const each of [minute, minute + 1]) {
    const Item = { pk: `T#${tenant}#RATE#${each}`, sk: 'A', taken: REQUESTS_PER_MINUTE };
    await documents.send(new PutCommand({ TableName: 'attain-pool', Item }));
  }
  client.destroy();
}

it('answers 429 with Retry-After once a minute’s budget is spent, and goes on with everybody else', async () => {
  const greedy = await onboard(platform.current, { name: 'Greedy' });
  const modest = await onboard(platform.current, { name: 'Modest' });
  await spend(greedy);
  const ask = async (company: Company) => {
    const { url, token } = await company.api();
    return fetch(`${url}/v1/settings`, { headers: { authorization: `Bearer ${token}` } });
  };
  const refused = await ask(greedy);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await refused.json()).toMatchObject({ code: 'rate.exceeded', status: 429 });

  const served = await ask(modest);
  expect(served.status).toBe(200);
  expect(served.headers.get('ratelimit-policy')).toBe(`"tenant";q=${REQUESTS_PER_MINUTE};w=60`);
  // Onboarding made this minute's or an earlier one's first handfuls: at most three functions took some.
  const [, remaining] = /^"tenant";r=(\d+);t=\d+$/.exec(served.headers.get('ratelimit') ?? '') ?? [];
  expect(Number(remaining)).toBeGreaterThan(REQUESTS_PER_MINUTE - 400);
  expect(Number(remaining)).toBeLessThan(REQUESTS_PER_MINUTE);
});
