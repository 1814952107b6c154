/** What an execution, or a part of one that can be stopped by itself, has in hand while it walks. */
import { randomUUID } from 'node:crypto';
import type { Clock, Invoke, Resource } from '../../kinds.ts';
import type { Flow } from './definition.ts';
import { asFailure, type StateFailure } from './failure.ts';
import type { Moments } from './moments.ts';
import type { Tokens } from './tokens.ts';

export type Machine = {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly flow: Flow;
};

/** What machines reach outside of themselves. */
export type World = {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly moments: Moments;
  readonly tokens: Tokens;
  readonly lambdaOf: (nameOrArn: string) => Resource;
  readonly may: (machine: Machine, action: string, resource: string) => boolean;
  /** How many walks are under way, and not waiting for something outside. */
  readonly pulse: { active: number };
};

/** `$states.context`, but for what the state at work adds. */
export type Context = {
  readonly Execution: { readonly Id: string; readonly Input: unknown; readonly [name: string]: unknown };
  readonly [name: string]: unknown;
};

export class Run {
  readonly machine: Machine;
  readonly world: World;
  readonly context: Context;
  readonly #end: AbortController;
  /** Rejects when it is stopped. */
  readonly stopped: Promise<never>;

  constructor(machine: Machine, world: World, context: Context, above?: AbortSignal) {
    this.machine = machine;
    this.world = world;
    this.context = context;
    this.#end = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.stopped = promise;
    this.over.addEventListener('abort', () => reject(this.#reason()));
    if (above?.aborted) this.#end.abort(above.reason);
    above?.addEventListener('abort', () => this.#end.abort(above.reason));
  }

  get over(): AbortSignal {
    return this.#end.signal;
  }

  /** The same run in a part that can be stopped without the rest. */
  part(): Run {
    return new Run(this.machine, this.world, this.context, this.over);
  }

  within(more: object): Run {
    return new Run(this.machine, this.world, { ...this.context, ...more }, this.over);
  }

  child(label: string, input: unknown): Run {
    const Id = `${this.machine.arn.replace(':stateMachine:', ':execution:')}/${label}:${randomUUID()}`;
    const Execution = { ...this.context.Execution, Id, Input: input };
    return new Run(this.machine, this.world, { ...this.context, Execution }, this.over);
  }

  stop(why: StateFailure): void {
    this.#end.abort(why);
  }

  /** Ends this part for a reason, which it then throws. */
  readonly stopWith = (error: unknown): never => {
    this.stop(asFailure(error));
    throw error;
  };

  requireGoing(): void {
    if (this.over.aborted) throw this.#reason();
  }

  may(action: string, resource: string): boolean {
    return this.world.may(this.machine, action, resource);
  }

  /** A walk that begins beside others. */
  async active<T>(work: () => Promise<T>): Promise<T> {
    this.world.pulse.active += 1;
    return work().finally(() => {
      this.world.pulse.active -= 1;
    });
  }

  /** Waits for something that this walk does nothing for. */
  async resting<T>(something: Promise<T>): Promise<T> {
    this.world.pulse.active -= 1;
    return Promise.race([something, this.stopped]).finally(() => {
      this.world.pulse.active += 1;
    });
  }

  #reason(): StateFailure {
    return asFailure(this.over.reason);
  }
}
