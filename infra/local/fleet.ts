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
  const pool = createPool(program, size);
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

function createPool(program: Program, size: number) {
  const instances = new Set<Instance>();
  const idle: Instance[] = [];
  const turns: Turn[] = [];
  let stopped = false;
  const grow = () => {
    if (stopped || turns.length === 0 || instances.size >= size) return;
    const instance = startInstance(program);
    instances.add(instance);
    const failed = (error: Error) => {
      instances.delete(instance);
      turns.shift()?.reject(error);
      grow();
    };
    instance.ready.then(() => giveBack(instance), failed);
  };
  const giveBack = (instance: Instance) => {
    if (instance.dead()) {
      instances.delete(instance);
      return grow();
    }
    const turn = turns.shift();
    if (turn) turn.resolve(instance);
    else idle.push(instance);
  };
  const kill = async (reason: string) => {
    const killed = [...instances];
    instances.clear();
    idle.length = 0;
    await Promise.all(killed.map((instance) => instance.kill(reason)));
  };
  return {
    giveBack,
    kill,
    async take(): Promise<Instance> {
      const free = idle.pop();
      if (free && !free.dead()) return free;
      if (free) instances.delete(free);
      const turn = Promise.withResolvers<Instance>();
      turns.push(turn);
      if (instances.size === 0) grow();
      else setTimeout(() => turns.includes(turn) && grow(), GROW_AFTER_MS);
      return await turn.promise;
    },
    async stop() {
      stopped = true;
      for (const turn of turns.splice(0)) turn.reject(new Error('The host has stopped.'));
      await kill('The host stops.');
    },
  };
}
