/** What can be done to the items of one owner. Conditions that fail are refusals of kind `conflict`. */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
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
import { refuse } from '../kernel/refusal.ts';
import { type Change, conditionOf, expressionOf } from './expressions.ts';
import { type Fact, type Item, itemOf, owned, refuseSystem, stripped } from './items.ts';
import { type IndexedKey, type Key, layout, type Place } from './keys.ts';

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
};

export type Listed<T> = { readonly items: T[]; readonly next: string | undefined };

export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;
  readonly #owner: string;

  constructor(client: DynamoDBDocumentClient, name: string, owner: string) {
    this.#client = client;
    this.#name = name;
    this.#owner = owner;
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
      while (keys?.length) {
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
    await this.#orConflict(() => this.#client.send(new PutCommand(this.#put(key, value, options))));
  }

  /** Changes attributes of one item, made if it is not there, and answers the whole item afterwards. */
  async update<S extends z.ZodType>(key: IndexedKey, schema: S, change: Change): Promise<z.output<S>> {
    const { Attributes } = await this.#orConflict(() =>
      this.#client.send(new UpdateCommand({ ...this.#update(key, change), ReturnValues: 'ALL_NEW' })),
    );
    return schema.parse(stripped(this.#owner, Attributes ?? {}));
  }

  async remove(key: Key): Promise<void> {
    await this.#client.send(new DeleteCommand(this.#at(key)));
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
      Item: { ...itemOf(this.#owner, key, value, facts), ...(expiresAt && { [layout.ttl]: expiresAt }) },
      ...(ifAbsent && { ConditionExpression: 'attribute_not_exists(pk)' }),
      ...(ifVersion !== undefined && conditionOf({ version: ifVersion })),
    };
  }

  /** A key of the index is written with its owner too, and stays as it is where none is given. */
  #update(key: IndexedKey, change: Change) {
    const { pk, sk, ...index } = owned(this.#owner, key);
    for (const part of [change.set, change.setOnce, change.add]) refuseSystem(part ?? {});
    return {
      TableName: this.#name,
      Key: { pk, sk },
      ...expressionOf({ ...change, set: { ...index, ...change.set } }),
    };
  }

  #query(place: Place, sort: string, options: ListOptions, last: Item | undefined, limit: number) {
    const { prefix, before, after, descending } = options;
    const bounds = prefix === undefined ? { from: after, to: before } : { from: undefined, to: undefined };
    const terms = ['#pk = :pk'];
    if (prefix !== undefined) terms.push('begins_with(#sk, :prefix)');
    if (bounds.to !== undefined) terms.push('#sk < :to');
    else if (bounds.from !== undefined) terms.push(descending ? '#sk < :from' : '#sk > :from');
    const from = bounds.to === undefined ? bounds.from : undefined;
    return new QueryCommand({
      TableName: this.#name,
      ...(place.on === 'index' ? { IndexName: layout.index } : { ConsistentRead: true }),
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

  /** A condition that did not hold is an answer, not an accident. */
  async #orConflict<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (isFailedCondition(error)) refuse('conflict', 'version.stale', 'This changed in the meantime.');
      if (isContended(error)) refuse('conflict', 'write.contended', 'Others write this just now: try again.');
      throw error;
    }
  }
}

function isFailedCondition(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');
}

/** Two transactions met on an item: neither condition was looked at, so nothing is known but that. */
function isContended(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict');
}
