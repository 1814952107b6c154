/** State machines: what becomes of failures, who is waited for, and who may do what. */
import { afterEach, describe, expect, it } from 'vitest';
import { refusalOf, until } from './kit.ts';
import { ask, calling, close, end, given, look, outcomeOf, platform, start } from './machine.ts';

afterEach(close);

describe('what fails', () => {
  class TooSoon extends Error {
    override name = 'TooSoon';
  }
  const failing = (times: number) => {
    let left = times;
    return { flaky: () => (left-- > 0 ? Promise.reject(new TooSoon('wait')) : 'done') };
  };
  const retrying = (Retry: object[], more: object = {}) => ({
    StartAt: 'Try',
    States: {
      Try: calling('flaky', {}, { Retry, ...more, ...end }),
      Caught: { Type: 'Pass', Output: ['{% $states.input.Error %}', '{% $tries %}'], ...end },
    },
  });

  it('is tried again as often as its retriers say, each for its own errors', async () => {
    const retry = [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['TooSoon'], MaxAttempts: 2 }];
    await given(retrying(retry), failing(2));
    expect(await outcomeOf({})).toBe('done');
    await close();
    await given(retrying(retry), failing(3));
    expect(await outcomeOf({})).toMatchObject(['FAILED', 'TooSoon', /"errorMessage":"wait"/]);
  });

  it('is caught with its name, and how often it was tried', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Try' },
      {
        ErrorEquals: ['States.ALL'],
        Next: 'Caught',
        Assign: { tries: '{% $states.context.State.RetryCount %}' },
      },
    ];
    await given(retrying([{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }], { Catch }), failing(9));
    expect(await outcomeOf({})).toEqual(['TooSoon', 1]);
  });

  it('is an expression that comes to nothing, or a state that hands on too much', async () => {
    await given({ StartAt: 'P', States: { P: { Type: 'Pass', Output: '{% $states.input.a %}', ...end } } });
    expect(await outcomeOf({})).toMatchObject(['FAILED', 'States.QueryEvaluationError', /came to nothing/]);
    const large = 'x'.repeat(262_200);
    expect(await outcomeOf({ a: large }, 'two')).toMatchObject([
      'FAILED',
      'States.DataLimitExceeded',
      /262144/,
    ]);
  });

  it('is what the role of the machine may not call', async () => {
    await given(retrying([]), failing(0), []);
    expect(await outcomeOf({})).toMatchObject(['FAILED', 'Lambda.AWSLambdaException', /not authorized/]);
  });
});

describe('a token', () => {
  let token = '';
  const note = (event: { token: string }) => {
    ({ token } = event);
  };
  const waiting = (more: object = {}) => ({
    StartAt: 'Ask',
    States: {
      Ask: {
        ...calling('note', { token: '{% $states.context.Task.Token %}' }, more),
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Output: '{% $states.result %}',
        ...end,
      },
    },
  });
  async function asked(more?: object): Promise<string> {
    token = '';
    await given(waiting(more), { note });
    const { executionArn } = await start({});
    await until(() => token !== '');
    return String(executionArn);
  }

  it('holds a task until somebody answers it', async () => {
    const arn = await asked();
    await platform.idle();
    expect(await look(arn)).toEqual(['RUNNING']);
    await ask('SendTaskSuccess', { taskToken: token, output: '{"yes":true}' });
    await platform.idle();
    expect(await look(arn)).toEqual({ yes: true });
    expect(await refusalOf(ask('SendTaskSuccess', { taskToken: token, output: '{}' }))).toMatch(
      /^TaskTimedOut/,
    );
  });

  it('fails it, or is too late: as a whole, or between two signs of life', async () => {
    const refused = await asked();
    await ask('SendTaskFailure', { taskToken: token, error: 'no', cause: 'not today' });
    await platform.idle();
    expect(await look(refused)).toEqual(['FAILED', 'no', 'not today']);
    await close();

    const slow = await asked({ TimeoutSeconds: 7200, HeartbeatSeconds: 600 });
    for (const minute of ['08', '16']) {
      await platform.clock.moveTo(new Date(`2026-03-01T00:${minute}:00Z`));
      await ask('SendTaskHeartbeat', { taskToken: token });
      await platform.idle();
      expect(await look(slow)).toEqual(['RUNNING']);
    }
    await platform.clock.moveTo(new Date('2026-03-01T00:27:00Z'));
    await platform.idle();
    expect(await look(slow)).toMatchObject(['FAILED', 'States.HeartbeatTimeout', /600 s/]);
  });
});

describe('an execution', () => {
  const waiting = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, ...end } } };

  it('has a name that stands for it alone, also when it is over', async () => {
    await given(waiting);
    const first = await start({ n: 1 });
    expect(await start({ n: 1 })).toEqual(first);
    expect(await refusalOf(start({ n: 2 }))).toMatch(/^ExecutionAlreadyExists/);
    await platform.clock.moveTo(new Date('2026-03-01T00:02:00Z'));
    await platform.idle();
    expect(await refusalOf(start({ n: 1 }))).toMatch(/^ExecutionAlreadyExists/);
    expect(platform.aws.executions().map(({ name, status }) => [name, status])).toEqual([
      ['one', 'SUCCEEDED'],
    ]);
  });

  it('is begun by those who may, and can be stopped', async () => {
    await given(waiting);
    expect(await refusalOf(start({}, 'no', 'stranger'))).toMatch(
      /^AccessDeniedException: .*states:StartExecution/,
    );
    const { executionArn } = await start({}, 'yes', 'starter');
    await ask('StopExecution', { executionArn, error: 'enough', cause: 'said so' });
    expect(await look(String(executionArn))).toEqual(['ABORTED', 'enough', 'said so']);
    await platform.idle();
  });
});
