/** Step Functions as clients see it. */
import { randomUUID } from 'node:crypto';
import type { AwsCall, Clock } from '../../kinds.ts';
import type { Check, Endpoint } from '../endpoint.ts';
import { jsonEndpoint } from '../json-endpoint.ts';
import type { Seen } from './execution.ts';
import type { Executions } from './executions.ts';

type Start = { readonly stateMachineArn: string; readonly name?: string; readonly input?: string };
type Stop = { readonly executionArn: string; readonly error?: string; readonly cause?: string };
type Told = {
  readonly taskToken: string;
  readonly output: string;
  readonly error?: string;
  readonly cause?: string;
};

const seconds = (moment: Date): number => moment.getTime() / 1000;

export function statesEndpoint(executions: Executions, clock: Clock): Endpoint {
  const { tokens } = executions;
  const operations = {
    StartExecution: ({ stateMachineArn, name = randomUUID(), input = '{}' }: Start) => {
      const { arn, startedAt } = executions.start(stateMachineArn, name, input);
      return { executionArn: arn, startDate: seconds(startedAt) };
    },
    DescribeExecution: ({ executionArn }: Stop) => described(executions.byArn(executionArn).seen),
    ListExecutions: ({ stateMachineArn }: Start) => ({
      executions: executions
        .all()
        .filter(({ machine }) => machine.arn === stateMachineArn)
        .map(listed),
    }),
    StopExecution: ({ executionArn, error, cause }: Stop) => {
      const execution = executions.byArn(executionArn);
      execution.stop(error, cause);
      return { stopDate: seconds(execution.seen.stoppedAt ?? clock.now()) };
    },
    SendTaskSuccess: ({ taskToken, output }: Told) => tokens.succeed(taskToken, output),
    SendTaskFailure: ({ taskToken, error, cause }: Told) => tokens.fail(taskToken, error, cause),
    SendTaskHeartbeat: ({ taskToken }: Told) => tokens.beat(taskToken, clock.now()),
  };
  return jsonEndpoint('1.0', operations, (call) => [checkOf(call, executions)]);
}

/** Right on the machine to start, list and answer; on the execution to look at it and to stop it. */
function checkOf({ operation, input }: AwsCall, { tokens }: Executions): Check {
  const { stateMachineArn, executionArn, taskToken } = input as Partial<Record<string, string>>;
  const resource = stateMachineArn ?? executionArn ?? tokens.machineOf(String(taskToken)) ?? '*';
  return { action: `states:${operation}`, resource };
}

const listed = ({ arn, machine, name, status, startedAt, stoppedAt }: Seen) => ({
  executionArn: arn,
  stateMachineArn: machine.arn,
  name,
  status,
  startDate: seconds(startedAt),
  ...(stoppedAt && { stopDate: seconds(stoppedAt) }),
});

const described = (execution: Seen) => {
  const { input, output, error, cause } = execution;
  return { ...listed(execution), input, output, error, cause };
};
