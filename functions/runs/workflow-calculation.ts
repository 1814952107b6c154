/**
 * The state machine of a run. It holds no truth: each step reads the table, knows what is done and does the rest,
 * so it can be entered at any state and as often as one likes.
 *
 *   PinRun ─▶ IsOver ─▶ CalculateShards: one child a shard ─▶ FinishRun
 *                │        what fails for good ─▶ TellFailure ─▶ Failed
 *                └─▶ WasOver
 */
import { call, type Workflow } from '../../shared/workflow.ts';

/** A shard takes minutes; so many at once leave room for other companies. */
const SHARDS_AT_ONCE = 20;

const told = { Type: 'Fail', Error: 'run.failed', Cause: 'A step failed each time it was tried.' } as const;
const tellFailure = call('runs/step-fail-run', '{% $states.input %}');

/** Hands on which run it is, which shard of it if it is one, and what went wrong. */
const catching = (whose: string, Next = 'TellFailure') =>
  [
    {
      ErrorEquals: ['States.ALL'],
      Output: `{% $merge([${whose}, { "error": $states.errorOutput.Error }]) %}`,
      Next,
    },
  ] as const;

const shardStates = {
  CalculateShard: {
    ...call('runs/step-calculate-shard', '{% $states.input %}'),
    Output: {},
    Catch: catching('$states.input', 'TellShardFailure'),
    End: true,
  },
  TellShardFailure: { ...tellFailure, Next: 'ShardFailed' },
  ShardFailed: told,
} as const;

export const calculation: Workflow = {
  Comment: 'Calculates what all payees of a period have earned',
  QueryLanguage: 'JSONata',
  StartAt: 'PinRun',
  States: {
    PinRun: {
      ...call('runs/step-pin-run', '{% $states.input %}'),
      Assign: { run: '{% $states.input %}', shards: '{% $states.result.Payload.shards %}' },
      Output: '{% $states.result.Payload %}',
      Catch: catching('$states.input'),
      Next: 'IsOver',
    },
    IsOver: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.over %}', Next: 'WasOver' }],
      Default: 'CalculateShards',
    },
    WasOver: { Type: 'Succeed' },
    CalculateShards: {
      Type: 'Map',
      Label: 'Shards',
      Items: '{% [0..$shards - 1] %}',
      ItemSelector: '{% $merge([$run, { "shard": $states.context.Map.Item.Value }]) %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'CalculateShard',
        States: shardStates,
      },
      MaxConcurrency: SHARDS_AT_ONCE,
      Output: {},
      Catch: catching('$run'),
      Next: 'FinishRun',
    },
    FinishRun: {
      ...call('runs/step-finish-run', '{% $run %}'),
      Output: {},
      Catch: catching('$run'),
      End: true,
    },
    TellFailure: { ...tellFailure, Next: 'Failed' },
    Failed: told,
  },
};
