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

export type Sending = {
  readonly delaySeconds?: number;
  readonly attributes?: MessageAttributes;
  readonly group?: string;
};

/** A timer holds no longer wait; what is delayed longer waits for a move of the clock. */
const LONGEST_TIMER_SECONDS = 86_400;

export class Queue {
  readonly #rules: QueueRules;
  readonly #listeners: (() => void)[] = [];
  readonly #delayed = new Set<Hidden>();
  readonly #inFlight = new Map<string, Hidden>();
  #visible: Message[] = [];

  constructor(rules: QueueRules) {
    this.#rules = rules;
  }

  get name(): string {
    return this.#rules.name;
  }

  get arn(): string {
    return this.#rules.arn;
  }

  get url(): string {
    return this.#rules.url;
  }

  counts(): Counts {
    return { visible: this.#visible.length, inFlight: this.#inFlight.size, delayed: this.#delayed.size };
  }

  onArrival(listener: () => void): void {
    this.#listeners.push(listener);
  }

  send(body: string, sending: Sending = {}): Message {
    const { delaySeconds = this.#rules.delaySeconds, attributes = {}, group } = sending;
    const sentAt = this.#rules.clock.now();
    const message = { id: randomUUID(), body, attributes, group, sentAt, receives: 0, receipt: '' };
    if (delaySeconds > 0) this.#hide(message, delaySeconds);
    else this.#arrive(message);
    return message;
  }

  /** Takes messages out of sight: for `seconds` of the platform's time, or until told otherwise. */
  receive(limit: number, seconds = Number.POSITIVE_INFINITY): Message[] {
    const until = this.#after(seconds);
    const taken = this.#visible.splice(0, limit);
    for (const message of taken) {
      message.receives += 1;
      message.receipt = randomUUID();
      message.firstReceivedAt ??= this.#rules.clock.now();
      this.#inFlight.set(message.receipt, { message, until });
    }
    return taken;
  }

  delete(receipt: string): void {
    this.#inFlight.delete(receipt);
  }

  /** Gives a message back after a failure. It stays in flight for a while, as for a visibility timeout. */
  fail(receipt: string): void {
    const message = this.#inFlight.get(receipt)?.message;
    if (message) setTimeout(() => this.#comeBack(message), backoffMs(message.receives)).unref();
  }

  /** Makes a message visible again after so many seconds; false if nobody has it. */
  changeVisibility(receipt: string, seconds: number): boolean {
    const message = this.#inFlight.get(receipt)?.message;
    if (!message) return false;
    this.#inFlight.set(receipt, { message, until: this.#after(seconds) });
    this.surface();
    return true;
  }

  /** Shows what is due by the platform's clock. */
  surface(): void {
    const now = this.#after(0);
    for (const entry of this.#delayed)
      if (entry.until <= now && this.#delayed.delete(entry)) this.#arrive(entry.message);
    for (const { message, until } of this.#inFlight.values()) if (until <= now) this.#comeBack(message);
  }

  purge(): void {
    this.#visible = [];
  }

  #arrive(message: Message): void {
    this.#visible.push(message);
    for (const listener of this.#listeners) listener();
  }

  #hide(message: Message, seconds: number): void {
    this.#delayed.add({ message, until: this.#after(seconds) });
    if (seconds < LONGEST_TIMER_SECONDS) setTimeout(() => this.surface(), seconds * 1000 + 5).unref();
  }

  #comeBack(message: Message): void {
    if (!this.#inFlight.delete(message.receipt)) return;
    if (message.receives >= this.#rules.maxReceives) this.#rules.bury(message);
    else this.#arrive(message);
  }

  #after(seconds: number): number {
    return this.#rules.clock.now().getTime() + seconds * 1000;
  }
}
