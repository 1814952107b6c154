/** State machines: what each kind of state does. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  calling,
  close,
  type Definition,
  end,
  given,
  look,
  MACHINE,
  outcomeOf,
  platform,
  rights,
  start,
} from './machine.ts';

afterEach(close);

describe('a state machine', () => {
  it('hands data from state to state, keeps variables, and chooses', async () => {
    await given({
      StartAt: 'Take',
      States: {
        Take: {
          Type: 'Pass',
          Assign: { n: '{% $states.input.n %}', seen: '{% $exists($n) %}' },
          Next: 'Double',
        },
        Double: calling('double', '{% $n %}', {
          Assign: { twice: '{% $states.result.Payload %}' },
          Next: 'IsLarge',
        }),
        IsLarge: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $twice > 10 %}', Next: 'Large', Output: '{% "over ten" %}' }],
          Default: 'Small',
        },
        Large: { Type: 'Succeed' },
        Small: {
          Type: 'Pass',
          Output: { from: ['{% $n %}'], to: '{% $states.input %}', seen: '{% $seen %}' },
          ...end,
        },
      },
    });
    expect(await outcomeOf({ n: 6 })).toBe('over ten');
    // What is assigned is seen by the next state, and not beside itself.
    expect(await outcomeOf({ n: 2 }, 'two')).toEqual({ from: [2], to: 4, seen: false });
  });

  it('runs branches side by side, each with variables of its own', async () => {
    const branch = (name: string, Output: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Pass', Assign: { n: 99 }, Output, ...end } },
    });
    await given({
      StartAt: 'N',
      States: {
        N: { Type: 'Pass', Assign: { n: 5 }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [branch('One', '{% $n + 1 %}'), branch('Other', '{% $states.input %}')],
          Next: 'After',
        },
        After: { Type: 'Pass', Output: '{% $append($states.input, $n) %}', ...end },
      },
    });
    expect(await outcomeOf('in')).toEqual([6, 'in', 5]);
  });

  it('ends as the Fail it comes to says, and where no choice holds', async () => {
    await given({
      StartAt: 'Is',
      States: {
        Is: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'No' }] },
        No: { Type: 'Fail', Error: 'no', Cause: '{% "it was " & $states.input %}' },
      },
    });
    expect(await outcomeOf(1)).toEqual(['FAILED', 'no', 'it was 1']);
    expect(await outcomeOf(2, 'two')).toEqual(['FAILED', 'States.NoChoiceMatched', 'No choice holds.']);
  });

  it('waits by the time of the platform, which may be moved', async () => {
    await given({
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'At' },
        At: { Type: 'Wait', Timestamp: '2026-03-03T00:00:00Z', Next: 'Done' },
        Done: { Type: 'Pass', Output: '{% $states.context.State.EnteredTime %}', ...end },
      },
    });
    const arn = String((await start(3600))['executionArn']);
    await platform.idle();
    expect(await look(arn)).toEqual(['RUNNING']);
    await platform.clock.moveTo(new Date('2026-03-01T01:00:01Z'));
    await platform.idle();
    expect(await look(arn)).toEqual(['RUNNING']);
    await platform.clock.moveTo(new Date('2026-03-03T00:00:00Z'));
    await platform.idle();
    expect(await look(arn)).toMatch(/^2026-03-03T00:00:00/);
  });
});

describe('a map', () => {
  const processor = (Mode: string, States: object) => ({
    ProcessorConfig: { Mode },
    StartAt: 'Each',
    States,
  });
  const map = (Mode: string, each: object, more: object) => ({
    StartAt: 'Map',
    States: {
      Map: { Type: 'Map', ItemProcessor: processor(Mode, { Each: { ...each, ...end } }), ...more, ...end },
    },
  });
  const selector = { n: '{% $states.context.Map.Item.Value %}', at: '{% $states.context.Map.Item.Index %}' };

  it('inline does the same with each item, so many at once, and keeps their order', async () => {
    let [running, most] = [0, 0];
    const double = async (n: never) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 5 * (4 - Number(n))));
      running -= 1;
      return 2 * Number(n);
    };
    await given(map('INLINE', calling('double'), { Items: '{% [1..$states.input] %}', MaxConcurrency: 2 }), {
      double,
    });
    expect(await outcomeOf(3)).toEqual([2, 4, 6]);
    expect(most).toBe(2);
    expect(await outcomeOf(0, 'none')).toEqual([]);
  });

  it('distributed gives each item, or batch of them, an execution that knows only its input', async () => {
    const each = {
      Type: 'Pass',
      Output: { given: '{% $states.input %}', own: '{% $states.context.Execution.Input = $states.input %}' },
    };
    await given(
      map('DISTRIBUTED', each, { Items: '{% $states.input %}', ItemSelector: selector, Label: 'L' }),
    );
    expect(await outcomeOf(['a'])).toEqual([{ given: { n: 'a', at: 0 }, own: true }]);
    await close();
    const batches = {
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { for: 'x' } },
      Items: '{% $states.input %}',
    };
    await given(map('DISTRIBUTED', { Type: 'Pass' }, batches));
    expect(await outcomeOf([1, 2, 3])).toEqual([
      { BatchInput: { for: 'x' }, Items: [1, 2] },
      { BatchInput: { for: 'x' }, Items: [3] },
    ]);
  });

  it('distributed bears so many failures as are tolerated, and no more', async () => {
    const flaky = (n: never) => {
      if (Number(n) > 2) throw new Error('too large');
      return n;
    };
    const more = { Items: '{% $states.input %}', ToleratedFailurePercentage: 50 };
    await given(map('DISTRIBUTED', calling('flaky'), more), { flaky });
    expect(await outcomeOf([1, 2, 3, 4])).toEqual([1, 2]);
    const tooMany = (await outcomeOf([1, 3, 4, 5], 'more')) as string[];
    expect(tooMany.slice(0, 2)).toEqual(['FAILED', 'States.ExceedToleratedFailureThreshold']);
  });

  it('distributed needs the right to start its own machine', async () => {
    await given(
      map('DISTRIBUTED', { Type: 'Pass' }, { Items: '{% $states.input %}' }),
      {},
      rights.slice(0, 1),
    );
    expect(await outcomeOf([1])).toMatchObject([
      'FAILED',
      'States.ExceedToleratedFailureThreshold',
      /may not start/,
    ]);
    expect(platform.aws.denials()).toMatchObject([{ action: 'states:StartExecution', resource: MACHINE }]);
  });
});

describe('a definition that the local host does not run stops its start', () => {
  const pass = { Type: 'Pass', End: true };
  it.each([
    [{ QueryLanguage: 'JSONPath', StartAt: 'P', States: { P: pass } }, /machine does not speak JSONata/],
    [{ StartAt: 'Q', States: { P: pass } }, /from its start to Q, which is no state/],
    [{ StartAt: 'P', States: { P: { ...pass, ResultPath: '$.x' } } }, /a state P with ResultPath, which/],
    [
      { StartAt: 'P', States: { P: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' } } },
      /asks for arn/,
    ],
    [
      {
        StartAt: 'P',
        States: { P: { Type: 'Map', ItemProcessor: { StartAt: 'E', States: { E: pass } }, Label: 'x' } },
      },
      /Label/,
    ],
    [{ StartAt: 'P', States: { P: { ...pass, Type: 'Sing' } } }, /type Sing/],
    [
      {
        StartAt: 'P',
        States: { P: { Type: 'Parallel', Branches: [{ StartAt: 'P', States: { P: pass } }] } },
      },
      /two states of the name P/,
    ],
    [{ StartAt: 'P', States: { P: pass }, TimeoutSeconds: 5 }, /has TimeoutSeconds/],
  ])('%#', async (definition, why) => {
    await expect(given(definition as Definition)).rejects.toThrow(why);
  });
});
