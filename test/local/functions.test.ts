/** Functions as the local host runs them: isolated, limited in number and time, and mortal. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture/fixture.ts';

type Echo = {
  readonly calls: number;
  readonly context: Record<string, unknown>;
  readonly environment: Record<string, string>;
};

const ACT = 'fixture-control-act';
let fixture: Fixture;

beforeAll(async () => {
  process.env['SECRET_OF_THE_PARENT'] = 'must not leak';
  fixture = await startFixture();
});
afterAll(async () => {
  delete process.env['SECRET_OF_THE_PARENT'];
  await fixture.stop();
});
beforeEach(() => fixture.functions.crash(ACT));

const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
const call = (name: string, event: unknown) => fixture.functions.invoke(arnOf(name), event);
const echo = async (name = 'fixture-control-echo') => (await call(name, {})) as Echo;
const act = (event: unknown) => call(ACT, event);

describe('a function', () => {
  it('sees what its template says and what Lambda adds, and nothing of this process', async () => {
    const { environment } = await echo();
    expect(environment).toMatchObject({
      PLANE: 'control',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fixture-control-echo',
      AWS_LAMBDA_FUNCTION_TIMEOUT: '5',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    expect(
      Object.keys(environment)
        .filter((name) => !/^(AWS|LAMBDA)_|^(_HANDLER|TZ)$/.test(name))
        .sort(),
    ).toEqual(['OIDC_ISSUER', 'PLANE', 'QUEUE_URL_WORK']);
  });

  it('gets queue URLs at the address where queues are served', async () => {
    const { environment } = await echo();
    expect(environment['QUEUE_URL_WORK']).toBe('http://127.0.0.1:9/000000000000/fixture-work');
  });

  it('has an access key of its own, of letters and digits', async () => {
    const keys = [await echo(), await echo('fixture-cell-echo')].map(
      (each) => each.environment['AWS_ACCESS_KEY_ID'],
    );
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^[A-Z0-9]{20}$/);
  });

  it('keeps its memory from call to call', async () => {
    const first = await echo('fixture-cell-echo');
    expect((await echo('fixture-cell-echo')).calls).toBe(first.calls + 1);
  });

  it('knows its own name, and gets a new request id with each call', async () => {
    const [a, b] = [(await echo()).context, (await echo()).context];
    expect(a['invokedFunctionArn']).toBe(arnOf('fixture-control-echo'));
    expect(a['awsRequestId']).not.toBe(b['awsRequestId']);
  });

  it('answers in JSON: what is undefined is not there, and no result is null', async () => {
    expect(await act({ answer: { a: 1, b: undefined } })).toEqual({ a: 1 });
  });

  it('rejects with the type and message of what it throws', async () => {
    await expect(act({ fail: 'no such thing' })).rejects.toMatchObject({
      name: 'FunctionFailed',
      errorType: 'TypeError',
      message: `${ACT}: TypeError: no such thing`,
    });
  });

  it('lives on after an error, with its memory', async () => {
    await expect(act({ fail: 'once' })).rejects.toThrow('once');
    expect(await act({})).toMatchObject({ remembered: 2 });
  });

  it('rejects when it cannot be loaded', async () => {
    await expect(call('fixture-control-broken', {})).rejects.toThrow('no handler for you');
  });

  it('is refused an answer of more than 6 MB', async () => {
    await expect(act({ bytes: 6 * 1024 * 1024 + 1 })).rejects.toThrow('answered with more than 6 MB');
  });

  it('does not exist when no template declares it', async () => {
    await expect(call('nobody', {})).rejects.toThrow('There is no function');
  });
});

describe('a function that dies', () => {
  it('loses its memory when it times out, and the next call starts anew', async () => {
    await act({});
    await expect(act({ sleepMs: 3000 })).rejects.toMatchObject({ name: 'FunctionTimedOut' });
    expect(await act({})).toMatchObject({ remembered: 1 });
  });

  it('loses its memory when it exits', async () => {
    await act({});
    await expect(act({ exit: true })).rejects.toThrow('The runtime exited.');
    expect(await act({})).toMatchObject({ remembered: 1 });
  });

  it('fails the event in it when it is made to crash', async () => {
    const running = act({ sleepMs: 900 });
    const failed = expect(running).rejects.toThrow('was made to crash');
    await act({});
    await fixture.functions.crash(ACT);
    await failed;
    expect(await act({})).toMatchObject({ remembered: 1 });
  });

  it('is replaced when an error outside of any event killed it', async () => {
    await act({ failLater: true });
    await new Promise((later) => setTimeout(later, 100));
    expect(await act({})).toMatchObject({ remembered: 1 });
  });
});

describe('many calls at once', () => {
  it('run in at most four instances, one event at a time in each', async () => {
    const started = Date.now();
    const results = await Promise.all(Array.from({ length: 8 }, () => act({ sleepMs: 200 })));
    // 8 calls of 200 ms in 4 instances need two rounds.
    expect(Date.now() - started).toBeGreaterThanOrEqual(400);
    expect(Math.max(...results.map((each) => (each as { mostAtOnce: number }).mostAtOnce))).toBe(1);
    expect(
      Math.max(...results.map((each) => (each as { remembered: number }).remembered)),
    ).toBeLessThanOrEqual(8);
  });

  it('run in as many instances as the template reserves', async () => {
    const before = (await echo('fixture-cell-echo')).calls;
    const calls = await Promise.all([1, 2, 3].map(() => echo('fixture-cell-echo')));
    expect(calls.map(({ calls: count }) => count)).toEqual([before + 1, before + 2, before + 3]);
  });

  it('are busy until they have answered', async () => {
    const running = act({ sleepMs: 100 });
    await Promise.resolve();
    expect(fixture.functions.busy()).toEqual({ [ACT]: 1 });
    await running;
    expect(fixture.functions.busy()).toEqual({});
  });
});

describe('what a function prints', () => {
  it('is there when its answer is, and says why a call failed', async () => {
    const { calls } = await echo();
    expect(fixture.logs.of('fixture-control-echo')).toContain(`call ${calls}\n`);
    await act({ fail: 'seen in the log' }).catch(() => undefined);
    expect(fixture.logs.of(ACT)).toContain('seen in the log');
  });

  it('stands in a file of its own', async () => {
    await echo();
    await new Promise((later) => setTimeout(later, 50));
    expect(readFileSync(join(fixture.dir, 'logs/fixture-control-echo.log'), 'utf8')).toContain('call 1\n');
  });
});
