/** One execution of a state machine: begins at once, and keeps how it ended. */
import type { Clock } from '../../kinds.ts';
import { asFailure, StateFailure } from './failure.ts';
import { walk } from './flow.ts';
import { type Context, type Machine, Run, type World } from './run.ts';

export type Seen = {
  readonly arn: string;
  readonly machine: Machine;
  readonly name: string;
  readonly input: string;
  readonly startedAt: Date;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly stoppedAt?: Date;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};

export type Begun = Pick<Seen, 'arn' | 'machine' | 'name' | 'input'>;

export class Execution {
  #seen: Seen;
  readonly #run: Run;
  readonly #clock: Clock;

  constructor(begun: Begun, world: World) {
    this.#clock = world.clock;
    this.#seen = { ...begun, startedAt: world.clock.now(), status: 'RUNNING' };
    this.#run = new Run(begun.machine, world, contextOf(this.#seen));
    void this.#go();
  }

  get seen(): Seen {
    return this.#seen;
  }

  stop(error = 'States.Aborted', cause = ''): void {
    if (this.#seen.status !== 'RUNNING') return;
    this.#end({ status: 'ABORTED', error, cause });
    this.#run.stop(new StateFailure(error, cause));
  }

  /** The walk races its own stop, so that nobody waits for a function that nobody asks any more. */
  async #go(): Promise<void> {
    const { machine, input } = this.#seen;
    const run = this.#run;
    try {
      const work = run.active(() => Promise.race([walk(machine.flow, JSON.parse(input), run), run.stopped]));
      this.#end({ status: 'SUCCEEDED', output: JSON.stringify(await work) });
    } catch (reason) {
      const { error, why } = asFailure(reason);
      this.#end({ status: 'FAILED', error, cause: why });
    }
  }

  #end(outcome: Partial<Seen>): void {
    if (this.#seen.status === 'RUNNING')
      this.#seen = { ...this.#seen, ...outcome, stoppedAt: this.#clock.now() };
  }
}

function contextOf({ arn, name, input, machine, startedAt }: Seen): Context {
  return {
    Execution: {
      Id: arn,
      Name: name,
      Input: JSON.parse(input),
      RoleArn: machine.roleArn,
      StartTime: startedAt.toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
