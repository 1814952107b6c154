/**
 * The table, and the only file that knows DynamoDB's client. It puts the owner in front of every key,
 * index keys included, and asserts it on all that comes back.
 *
 *   const table = tenantTable(tenant);
 *   await table.put(keys.org('sales'), org, { ifVersion: 3, facts: [fact] });
 *   const org = await table.find(keys.org('sales'), Org);
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { requestHandler, scopedTo } from '../aws.ts';
import { environment } from '../environment.ts';
import { TenantId } from '../kernel/ids.ts';
import type { Actor } from './items.ts';
import { Table } from './operations.ts';

const KEPT = 200;
const tables = new Map<TenantId, Table>();
let directory: Table | undefined;

/** One tenant's data, reached with credentials that open nothing else; `actor` is who asks for writes. */
export function tenantTable(tenant: TenantId, actor?: Actor): Table {
  const table = tables.get(tenant) ?? open(tenant);
  return actor ? table.by(actor) : table;
}

/** The plane's directory: which tenants there are and what is due. It holds no tenant data. */
export function directoryTable(actor?: Actor): Table {
  directory ??= new Table(documents(new DynamoDBClient({ requestHandler })), environment('TABLE_NAME'), 'C#');
  return actor ? directory.by(actor) : directory;
}

function open(tenant: TenantId): Table {
  const owner = TenantId.parse(tenant);
  const client = documents(new DynamoDBClient({ requestHandler, credentials: scopedTo(owner) }));
  const table = new Table(client, environment('TABLE_NAME'), `T#${owner}#`);
  tables.set(tenant, table);
  const [oldest] = tables.keys();
  if (tables.size > KEPT && oldest) tables.delete(oldest);
  return table;
}

function documents(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
