/** What can be done to the items of one owner. Conditions that fail are refusals of kind `conflict`. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { isRefused, refuse, unavailable } from '../kernel/refusal.ts';
import { contended, isContended, isFailedCondition, TELLING, writtenBy } from './conflicts.ts';
import { type Change, conditionOf, expressionOf } from './expressions.ts';
import { type Actor, type Fact, type Item, itemOf, owned, refuseSystem, stripped, WRIT } from './items.ts';
import { auditedAs, type IndexedKey, type Key, layout, type Place } from './keys.ts';

export type PutOptions = {
  /** Only if nothing is there yet. */
  readonly ifAbsent?: true;
  /** Only if the item there has this version. */
  readonly ifVersion?: number;
  readonly facts?: readonly Fact[];
  /** Epoch seconds after which the item may be removed. */
  readonly expiresAt?: number;
};

export type Write =
  | { readonly put: IndexedKey; readonly value: object; readonly options?: PutOptions }
  | { readonly update: IndexedKey; readonly change: Change }
  | { readonly check: Key; readonly where: Readonly<Record<string, unknown>> };

export type ListOptions = {
  readonly limit?: number;
  /** Sort keys after this one; what a cursor carries. */
  readonly after?: string | undefined;
  /** Sort keys from this prefix or bound on, and up to, not including, that one. */
  readonly prefix?: string;
  readonly before?: string;
  readonly descending?: boolean;
  /** Half the price, for what never changes or what was found by other means. */
  readonly consistency?: 'eventual';
};

export type Listed<T> = { readonly items: T[]; readonly next: string | undefined };

const ATTEMPTS = 8;
const PAUSE_MS = 5;

export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;
  readonly #owner: string;
  readonly #actor: Actor | undefined;
  /** The same for all who write the same items: for what an instance remembers of them. */
  readonly memory: object;

  constructor(client: DynamoDBDocumentClient, name: string, owner: string, actor?: Actor, memory?: object) {
    this.#client = client;
    this.#name = name;
    this.#owner = owner;
    this.#actor = actor;
    this.memory = memory ?? {};
  }

  /** The same items, written for somebody: what is audited says for whom. */
  by(actor: Actor): Table {
    return new Table(this.#client, this.#name, this.#owner, actor, this.memory);
  }

  /** One item, parsed as strictly as it was written; strongly consistent unless told otherwise. */
  async find<S extends z.ZodType>(
    { pk, sk }: Key,
    schema: S,
    consistency: 'strong' | 'eventual' = 'strong',
  ): Promise<z.output<S> | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ ...this.#at({ pk, sk }), ConsistentRead: consistency === 'strong' }),
    );
    return Item && schema.parse(stripped(this.#owner, Item));
  }

  /** The items of these keys that exist, in no order; asks again for what the table left out. */
  async findAll<S extends z.ZodType>(wanted: readonly Key[], schema: S): Promise<z.output<S>[]> {
    const found: z.output<S>[] = [];
    for (let start = 0; start < wanted.length; start += 100) {
      let keys: Item[] | undefined = wanted.slice(start, start + 100).map((key) => this.#at(key).Key);
      for (let attempt = 1; keys?.length; attempt += 1) {
        if (attempt > ATTEMPTS) throw unavailable();
        if (attempt > 1) await pause(PAUSE_MS * 2 ** attempt);
        const reply: { Responses?: Record<string, Item[]>; UnprocessedKeys?: Record<string, unknown> } =
          await this.#client.send(
            new BatchGetCommand({ RequestItems: { [this.#name]: { Keys: keys, ConsistentRead: true } } }),
          );
        for (const item of reply.Responses?.[this.#name] ?? []) {
          found.push(schema.parse(stripped(this.#owner, item)));
        }
        keys = (reply.UnprocessedKeys?.[this.#name] as { Keys?: Item[] } | undefined)?.Keys;
      }
    }
    return found;
  }

  /** One page of a place, in the order of its sort keys. */
  async list<S extends z.ZodType>(
    place: Place,
    schema: S,
    options: ListOptions = {},
  ): Promise<Listed<z.output<S>>> {
    const sort = place.on === 'index' ? 'gsi1sk' : 'sk';
    const items: z.output<S>[] = [];
    let last: Item | undefined;
    const wanted = options.limit ?? Number.POSITIVE_INFINITY;
    do {
      const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await this.#client.send(
        this.#query(place, sort, options, last, wanted - items.length),
      );
      for (const item of page.Items ?? []) items.push(schema.parse(stripped(this.#owner, item)));
      last = page.LastEvaluatedKey;
    } while (last && items.length < wanted);
    return { items, next: last && String(last[sort]) };
  }

  /** Every item of a place, page after page. */
  async all<S extends z.ZodType>(place: Place, schema: S, options: ListOptions = {}): Promise<z.output<S>[]> {
    return (await this.list(place, schema, options)).items;
  }

  async put(key: IndexedKey, value: object, options: PutOptions = {}): Promise<void> {
    const { Item, ...put } = this.#put(key, value, options);
    const writ = 'ConditionExpression' in put ? randomUUID() : undefined;
    const wanted = { ...put, Item: { ...Item, ...(writ && { [WRIT]: writ }) }, ...TELLING };
    await this.#orConflict(() => this.#client.send(new PutCommand(wanted)), writ);
  }

  /** Changes attributes of one item, made if it is not there, and answers the whole item afterwards. */
  async update<S extends z.ZodType>(key: IndexedKey, schema: S, change: Change): Promise<z.output<S>> {
    const writ = change.where && randomUUID();
    const wanted = { ...this.#update(key, change, writ), ReturnValues: 'ALL_NEW', ...TELLING } as const;
    const { Attributes } = await this.#orConflict(() => this.#client.send(new UpdateCommand(wanted)), writ);
    return schema.parse(stripped(this.#owner, Attributes ?? {}));
  }

  /**
   * Removes an item, if it is there and is as `where` says. The stream shows what an item was and not who
   * removed it, so what is audited is first marked with that.
   */
  async remove(key: Key, where?: Readonly<Record<string, unknown>>): Promise<void> {
    if (auditedAs(key.pk) && !(await this.#mark(key))) return;
    const condition = where && conditionOf(where);
    await this.#orConflict(() => this.#client.send(new DeleteCommand({ ...this.#at(key), ...condition })));
  }

  /** Whether the item is there. */
  async #mark({ pk, sk }: Key): Promise<boolean> {
    try {
      const isThere = { where: { sk } };
      await this.#orConflict(() => this.#client.send(new UpdateCommand(this.#update({ pk, sk }, isThere))));
      return true;
    } catch (error) {
      if (isRefused(error, 'version.stale')) return false;
      throw error;
    }
  }

  /** All of these or none; for an invariant that spans items. */
  async transact(writes: readonly Write[]): Promise<void> {
    const TransactItems = writes.map((write) => {
      if ('put' in write) return { Put: this.#put(write.put, write.value, write.options ?? {}) };
      if ('update' in write) return { Update: this.#update(write.update, write.change) };
      return { ConditionCheck: { ...this.#at(write.check), ...conditionOf(write.where) } };
    });
    await this.#orConflict(() => this.#client.send(new TransactWriteCommand({ TransactItems })));
  }

  #at({ pk, sk }: Key) {
    return { TableName: this.#name, Key: { pk: this.#owner + pk, sk } };
  }

  #put(key: IndexedKey, value: object, { ifAbsent, ifVersion, facts, expiresAt }: PutOptions) {
    return {
      TableName: this.#name,
      Item: {
        ...itemOf(this.#owner, key, value, facts),
        ...(expiresAt && { [layout.ttl]: expiresAt }),
        ...(this.#actor && auditedAs(key.pk) && { actor: this.#actor }),
      },
      ...(ifAbsent && { ConditionExpression: 'attribute_not_exists(pk)' }),
      ...(ifVersion !== undefined && conditionOf({ version: ifVersion })),
    };
  }

  /** A key of the index is written with its owner too, and stays as it is where none is given. */
  #update(key: IndexedKey, change: Change, writ?: string) {
    const { pk, sk, ...index } = owned(this.#owner, key);
    const { expiresAt } = change;
    const added = {
      ...index,
      ...(writ && { [WRIT]: writ }),
      ...(expiresAt && { [layout.ttl]: expiresAt }),
    };
    for (const part of [change.set, change.setOnce, change.add]) refuseSystem(part ?? {});
    return {
      TableName: this.#name,
      Key: { pk, sk },
      ...expressionOf({ ...change, ...this.#signed(key, { ...added, ...change.set }, change.remove) }),
    };
  }

  /** Whoever wrote last stands on the item; a job is nobody, so it takes away who wrote before. */
  #signed({ pk }: Key, set: Item, remove: readonly string[] = []) {
    if (!auditedAs(pk)) return { set, remove };
    const actor = this.#actor;
    return actor ? { set: { ...set, actor }, remove } : { set, remove: [...remove, 'actor'] };
  }

  #query(place: Place, sort: string, options: ListOptions, last: Item | undefined, limit: number) {
    const { prefix, before, after, descending, consistency } = options;
    const bounds = prefix === undefined ? { from: after, to: before } : { from: undefined, to: undefined };
    const terms = ['#pk = :pk'];
    if (prefix !== undefined) terms.push('begins_with(#sk, :prefix)');
    if (bounds.to !== undefined) terms.push('#sk < :to');
    else if (bounds.from !== undefined) terms.push(descending ? '#sk < :from' : '#sk > :from');
    const from = bounds.to === undefined ? bounds.from : undefined;
    return new QueryCommand({
      TableName: this.#name,
      ...(place.on === 'index'
        ? { IndexName: layout.index }
        : { ConsistentRead: consistency !== 'eventual' }),
      KeyConditionExpression: terms.join(' AND '),
      ExpressionAttributeNames: {
        '#pk': place.on === 'index' ? 'gsi1pk' : 'pk',
        ...(terms.length > 1 && { '#sk': sort }),
      },
      ExpressionAttributeValues: {
        ':pk': this.#owner + place.pk,
        ...(prefix !== undefined && { ':prefix': prefix }),
        ...(bounds.to !== undefined && { ':to': bounds.to }),
        ...(from !== undefined && { ':from': from }),
      },
      ScanIndexForward: !descending,
      ...(last && { ExclusiveStartKey: last }),
      ...(Number.isFinite(limit) && { Limit: limit }),
    });
  }

  /**
   * A condition that did not hold is an answer, not an accident. But where an answer is lost the SDK tries
   * again, and the condition may meet what the first try has written: then all is well. Transactions have
   * a token of their own for that.
   */
  async #orConflict<T>(write: () => Promise<T>, writ?: string): Promise<T | { Attributes: Item }> {
    try {
      return await write();
    } catch (error) {
      const Attributes = writ && writtenBy(error, writ);
      if (Attributes) return { Attributes };
      if (isFailedCondition(error)) refuse('conflict', 'version.stale', 'This changed in the meantime.');
      if (isContended(error)) throw contended();
      throw error;
    }
  }
}
