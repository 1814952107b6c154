/** Makes the tables of the templates, and knows their keys. */
import type { Assembly, Resource } from '../kinds.ts';
import type { Json, TableClient } from './dynamodb-client.ts';

export type Table = {
  readonly name: string;
  readonly arn: string;
  /** Partition key of the table, or of an index. */
  readonly partitionKeyOf: (index?: string) => string | undefined;
  readonly keyNames: readonly string[];
  /** Attribute that holds when an item expires. */
  readonly ttl: string | undefined;
  readonly streamed: boolean;
  /** False when an instance of somebody else's had it already. */
  readonly fresh: boolean;
};

export type Tables = ReadonlyMap<string, Table>;

export const tablesIn = (assembly: Assembly): readonly Resource[] => [
  ...assembly.of('AWS::DynamoDB::GlobalTable'),
  ...assembly.of('AWS::DynamoDB::Table'),
];

export async function createTables(client: TableClient, declared: readonly Resource[]): Promise<Tables> {
  const tables = await Promise.all(declared.map((resource) => createTable(client, resource)));
  return new Map(tables.map((table) => [table.name, table]));
}

async function createTable(client: TableClient, resource: Resource): Promise<Table> {
  const { name, arn, properties } = resource;
  const fresh = await client.call('DynamoDB_20120810.CreateTable', creation(resource)).then(
    () => true,
    (error: Error) => {
      if (error.name === 'ResourceInUseException') return false;
      throw error;
    },
  );
  const ttl = properties['TimeToLiveSpecification'];
  return {
    name,
    arn,
    partitionKeyOf: (index) => partitionKeyIn(index ? indexOf(properties, index) : properties),
    keyNames: properties['KeySchema'].map((key: Json) => key.AttributeName),
    // DynamoDB Local would expire items by this machine's time; the host does it by the platform's.
    ttl: ttl?.Enabled === false ? undefined : ttl?.AttributeName,
    streamed: properties['StreamSpecification'] !== undefined,
    fresh,
  };
}

function creation({ name, properties }: Resource): Json {
  const stream = properties['StreamSpecification']?.StreamViewType;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: properties['KeySchema'],
    AttributeDefinitions: properties['AttributeDefinitions'],
    GlobalSecondaryIndexes: properties['GlobalSecondaryIndexes']?.map(index),
    LocalSecondaryIndexes: properties['LocalSecondaryIndexes']?.map(index),
    StreamSpecification: stream && { StreamEnabled: true, StreamViewType: stream },
  };
}

const index = ({ IndexName, KeySchema, Projection }: Json) => ({ IndexName, KeySchema, Projection });

function indexOf(properties: Resource['properties'], name: string): Json {
  const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];
  return indexes.flatMap((kind) => properties[kind] ?? []).find((each) => each.IndexName === name);
}

const partitionKeyIn = (schema: Json): string | undefined =>
  schema?.KeySchema.find((key: Json) => key.KeyType === 'HASH')?.AttributeName;
