/** A use case of the product, small enough to be played some hundred times, each time with another fault. */
import type { Json } from '../../infra/cli/client.ts';
import type { Scene } from './scene.ts';

export type Play = {
  /** What customers and schedules do. Each call to AWS on the way is a fault point. */
  readonly act: () => Promise<void>;
  /** What is so afterwards, free of ids and times: the same whatever went wrong on the way. */
  readonly look: () => Promise<Json>;
  /** What a model of one process without faults says of it. */
  readonly model?: Json;
};

export type UseCase = {
  readonly name: string;
  /** Makes what the use case needs, without faults. */
  readonly stage: (scene: Scene) => Promise<Play>;
};
