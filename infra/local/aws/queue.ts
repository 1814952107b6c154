/**
 * One SQS queue: messages wait, are received, and are deleted or come back.
 * Whoever fails too often is moved to the dead-letter queue.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../kinds.ts';
import { backoffMs } from './work.ts';

export type MessageAttributes = Readonly<
  Record<string, { DataType?: string; StringValue?: string; BinaryValue?: string }>
>;

export type Message = {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly group: string | undefined;
  readonly sentAt: Date;
  firstReceivedAt?: Date;
  receives: number;
  receipt: string;
};

export type Counts = { visible: number; inFlight: number; delayed: number };

export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  send(
    body: string,
    more?: { delaySeconds?: number; attributes?: MessageAttributes; group?: string },
  ): Message;
  /** Takes messages out of sight; for `seconds` of the platform's time, or until told otherwise. */
  readonly receive: (limit: number, seconds?: number) => Message[];
  readonly delete: (receipt: string) => void;
  /** Gives a message back after a failure: seen again soon, or dead. */
  readonly fail: (receipt: string) => void;
  /** Makes a message visible again after so many seconds. */
  readonly changeVisibility: (receipt: string, seconds: number) => boolean;
  /** Shows what is due by the platform's clock. */
  readonly surface: () => void;
  readonly purge: () => void;
  readonly counts: () => Counts;
  readonly onArrival: (listener: () => void) => void;
};

type Hidden = { readonly message: Message; readonly until: number };

export type QueueRules = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly delaySeconds: number;
  readonly maxReceives: number;
  readonly clock: Clock;
  readonly bury: (message: Message) => void;
};

export function openQueue(rules: QueueRules): Queue {
  const { clock } = rules;
  const listeners: (() => void)[] = [];
  const delayed = new Set<Hidden>();
  const inFlight = new Map<string, Hidden>();
  let visible: Message[] = [];

  const arrive = (message: Message) => {
    visible.push(message);
    for (const listener of listeners) listener();
  };
  const hide = (message: Message, seconds: number) => {
    const entry = { message, until: clock.now().getTime() + seconds * 1000 };
    delayed.add(entry);
    // Time runs on by itself too; a longer wait than a timer can hold is left to a move of the clock.
    if (seconds < 86_400) setTimeout(surface, seconds * 1000 + 5).unref();
  };
  const comeBack = (message: Message) => {
    inFlight.delete(message.receipt);
    if (message.receives >= rules.maxReceives) rules.bury(message);
    else arrive(message);
  };
  const surface = () => {
    const now = clock.now().getTime();
    for (const entry of delayed) if (entry.until <= now && delayed.delete(entry)) arrive(entry.message);
    for (const { message, until } of inFlight.values()) if (until <= now) comeBack(message);
  };
  const receive = (limit: number, seconds = Number.POSITIVE_INFINITY) => {
    const until = clock.now().getTime() + seconds * 1000;
    const taken = visible.splice(0, limit);
    for (const message of taken) {
      message.receives += 1;
      message.receipt = randomUUID();
      message.firstReceivedAt ??= clock.now();
      inFlight.set(message.receipt, { message, until });
    }
    return taken;
  };
  return {
    name: rules.name,
    arn: rules.arn,
    url: rules.url,
    receive,
    surface,
    send(body, { delaySeconds = rules.delaySeconds, attributes = {}, group } = {}) {
      const sentAt = clock.now();
      const message = { id: randomUUID(), body, attributes, group, sentAt, receives: 0, receipt: '' };
      if (delaySeconds > 0) hide(message, delaySeconds);
      else arrive(message);
      return message;
    },
    delete: (receipt) => void inFlight.delete(receipt),
    fail(receipt) {
      const message = inFlight.get(receipt)?.message;
      // It stays in flight meanwhile, as it would until its visibility timeout.
      if (message) setTimeout(() => comeBack(message), backoffMs(message.receives)).unref();
    },
    changeVisibility(receipt, seconds) {
      const message = inFlight.get(receipt)?.message;
      if (!message) return false;
      inFlight.set(receipt, { message, until: clock.now().getTime() + seconds * 1000 });
      surface();
      return true;
    },
    purge() {
      visible = [];
    },
    counts: () => ({ visible: visible.length, inFlight: inFlight.size, delayed: delayed.size }),
    onArrival: (listener) => void listeners.push(listener),
  };
}
