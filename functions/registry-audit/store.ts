/** Whose trail the registry keeps: that of every company in it. */
import * as z from 'zod';
import { TenantId } from '../../shared/kernel/ids.ts';
import { places } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/operations.ts';

export async function everyCompany(directory: Table): Promise<TenantId[]> {
  const companies = await directory.all(places.tenants(), z.object({ id: TenantId }));
  return companies.map(({ id }) => id);
}
