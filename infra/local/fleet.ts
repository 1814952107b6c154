/** The instances of one function: started when there is work for them, up to a limit; further events wait. */
import { type Instance, type Program, startInstance } from './instance.ts';

export type Fleet = {
  readonly name: string;
  call(event: string): Promise<string>;
  /** Events in the function or before it. */
  readonly load: () => number;
  /** Drops all instances; the events in them fail, and those before them get new ones. */
  kill(reason: string): Promise<void>;
  stop(): Promise<void>;
};

type Turn = { resolve(instance: Instance): void; reject(error: Error): void };

/** A new instance takes longer to start than most events wait for one that is busy. */
const GROW_AFTER_MS = 25;

export function createFleet(program: Program, size: number): Fleet {
  const pool = new Pool(program, size);
  let load = 0;
  return {
    name: program.name,
    load: () => load,
    kill: (reason) => pool.kill(reason),
    stop: () => pool.stop(),
    async call(event) {
      load += 1;
      let instance: Instance | undefined;
      try {
        instance = await pool.take();
        return await instance.call(event);
      } catch (error) {
        program.log(`${new Date().toISOString()} ERROR ${(error as Error).stack}\n`);
        throw error;
      } finally {
        load -= 1;
        if (instance) pool.giveBack(instance);
      }
    },
  };
}

class Pool {
  readonly #program: Program;
  readonly #size: number;
  readonly #instances = new Set<Instance>();
  readonly #idle: Instance[] = [];
  readonly #turns: Turn[] = [];
  #stopped = false;

  constructor(program: Program, size: number) {
    this.#program = program;
    this.#size = size;
  }

  take(): Instance | Promise<Instance> {
    const free = this.#idle.pop();
    if (free && !free.dead()) return free;
    if (free) this.#instances.delete(free);
    const turn = Promise.withResolvers<Instance>();
    this.#turns.push(turn);
    if (this.#instances.size === 0) this.#grow();
    else setTimeout(() => this.#turns.includes(turn) && this.#grow(), GROW_AFTER_MS);
    return turn.promise;
  }

  giveBack(instance: Instance): void {
    if (instance.dead()) {
      this.#instances.delete(instance);
      this.#grow();
    } else {
      const turn = this.#turns.shift();
      if (turn) turn.resolve(instance);
      else this.#idle.push(instance);
    }
  }

  async kill(reason: string): Promise<void> {
    const killed = [...this.#instances];
    this.#instances.clear();
    this.#idle.length = 0;
    await Promise.all(killed.map((instance) => instance.kill(reason)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const turn of this.#turns.splice(0)) turn.reject(new Error('The host has stopped.'));
    await this.kill('The host stops.');
  }

  #grow(): void {
    if (this.#stopped || this.#turns.length === 0 || this.#instances.size >= this.#size) return;
    const instance = startInstance(this.#program);
    this.#instances.add(instance);
    instance.ready.then(
      () => this.giveBack(instance),
      (error: Error) => {
        this.#instances.delete(instance);
        this.#turns.shift()?.reject(error);
        this.#grow();
      },
    );
  }
}
