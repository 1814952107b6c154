/** The executions of state machines: a name stands for one, whatever becomes of it. */
import type { Assembly, Clock, Invoke } from '../../kinds.ts';
import { AwsError } from '../endpoint.ts';
import type { Iam } from '../iam.ts';
import { lambdaNamed } from '../lambdas.ts';
import { Execution, type Seen } from './execution.ts';
import { machinesIn } from './machine.ts';
import { openMoments } from './moments.ts';
import type { World } from './run.ts';
import { openTokens, type Tokens } from './tokens.ts';

export type Executions = {
  readonly start: (machineArn: string, name: string, input: string) => Seen;
  readonly byArn: (arn: string) => Execution;
  readonly all: () => readonly Seen[];
  readonly tokens: Tokens;
  /** True when none of them has something to do. */
  readonly idle: () => boolean;
  readonly close: () => void;
};

export type MachineSetting = {
  readonly assembly: Assembly;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly iam: Iam;
};

const NAME = /^[\w-]{1,80}$/;

export function openExecutions(setting: MachineSetting): Executions {
  const machines = machinesIn(setting.assembly);
  const world = worldOf(setting);
  const all = new Map<string, Execution>();
  return {
    start(machineArn, name, input) {
      const machine = machines.get(machineArn) ?? missing('StateMachineDoesNotExist', machineArn);
      requireStartable(name, input);
      const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const known = all.get(arn)?.seen;
      if (known?.status === 'RUNNING' && known.input === input) return known;
      if (known) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const execution = new Execution({ arn, machine, name, input }, world);
      all.set(arn, execution);
      return execution.seen;
    },
    byArn: (arn) => all.get(arn) ?? missing('ExecutionDoesNotExist', arn),
    all: () => [...all.values()].map(({ seen }) => seen),
    tokens: world.tokens,
    idle: () => world.pulse.active === 0,
    close: () => world.moments.stop(),
  };
}

function worldOf({ assembly, invoke, clock, iam }: MachineSetting): World {
  return {
    invoke,
    clock,
    moments: openMoments(clock),
    tokens: openTokens(),
    lambdaOf: (nameOrArn) => lambdaNamed(assembly, nameOrArn.replace(/:\$LATEST$/, '')),
    may: ({ name, roleArn }, action, resource) =>
      iam.permits({ roleArn, functionName: name, tags: {} }, { action, resource }),
    pulse: { active: 0 },
  };
}

function requireStartable(name: string, input: string): void {
  if (!NAME.test(name)) throw new AwsError('InvalidName', `'${name}' cannot name an execution.`);
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'The input is not JSON.');
  }
}

function missing(code: string, arn: string): never {
  throw new AwsError(code, `There is no ${arn}.`);
}
