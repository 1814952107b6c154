/** Who may do what: the roles of a tenant and the permissions that follow from them, in code. */
import * as z from 'zod';

export const Role = z.enum([
  'admin',
  'comp-admin',
  'sales-ops',
  'finance',
  'hr',
  'manager',
  'rep',
  'auditor',
  'machine',
  'operator',
]);
export type Role = z.output<typeof Role>;

/** Everybody in a tenant. */
const EVERYBODY = [
  'admin',
  'comp-admin',
  'sales-ops',
  'finance',
  'hr',
  'manager',
  'rep',
  'auditor',
  'machine',
] as const;

/** The roles that hold each permission. `operator` exists in the control plane only. */
export const permissions = {
  'tenant:create': ['operator'],
  'tenant:list': ['operator'],
  'tenant:read': ['operator', 'admin', 'auditor'],
  'tenant:suspend': ['operator'],
  'audit:read': ['admin', 'auditor'],
  'access:read': ['admin', 'auditor'],
  'access:grant': ['admin'],
  'settings:read': EVERYBODY,
  'person:read': EVERYBODY,
  'person:write': ['admin', 'sales-ops', 'hr', 'machine'],
  'territory:read': EVERYBODY,
  'territory:write': ['admin', 'comp-admin', 'sales-ops', 'machine'],
  'rate:read': ['admin', 'comp-admin', 'sales-ops', 'finance', 'manager', 'rep', 'auditor', 'machine'],
  'rate:write': ['admin', 'comp-admin', 'finance', 'machine'],
  'period:read': EVERYBODY,
  'calendar:read': EVERYBODY,
  'calendar:write': ['admin', 'comp-admin'],
  'period:close': ['admin', 'comp-admin'],
  'quota:read': ['admin', 'comp-admin', 'sales-ops', 'finance', 'manager', 'rep', 'auditor', 'machine'],
  'quota:assign': ['admin', 'comp-admin', 'sales-ops', 'machine'],
  'result:read': ['admin', 'comp-admin', 'sales-ops', 'finance', 'manager', 'rep', 'auditor', 'machine'],
  'result:record': ['admin', 'comp-admin', 'sales-ops', 'machine'],
  'connector:read': ['admin', 'sales-ops', 'auditor'],
  'connector:write': ['admin', 'sales-ops'],
  'quarantine:read': ['admin', 'comp-admin', 'sales-ops', 'auditor'],
  'quarantine:replay': ['admin', 'sales-ops'],
  'deal:read': ['admin', 'comp-admin', 'sales-ops', 'finance', 'auditor'],
  /** To say whose a deal is, above the CRM. */
  'deal:credit': ['admin', 'comp-admin', 'sales-ops'],
  'plan:read': ['admin', 'comp-admin', 'finance', 'manager', 'rep', 'auditor'],
  'plan:write': ['admin', 'comp-admin'],
  'plan:enrol': ['admin', 'comp-admin'],
  /** Their own, whoever they are. */
  'letter:accept': ['admin', 'comp-admin', 'sales-ops', 'finance', 'hr', 'manager', 'rep'],
  'acceptance:read': ['admin', 'comp-admin', 'finance', 'hr', 'auditor'],
  'adjustment:read': ['admin', 'comp-admin', 'finance', 'auditor'],
  'adjustment:propose': ['admin', 'comp-admin'],
  /** Not who proposed it, and not who is paid. */
  'adjustment:approve': ['admin', 'finance'],
  'import:read': ['admin', 'comp-admin', 'sales-ops', 'auditor', 'machine'],
  'import:write': ['admin', 'sales-ops', 'machine'],
  /** What of it depends on what they may read. */
  'export:create': ['admin', 'comp-admin', 'sales-ops', 'finance', 'auditor', 'machine'],
  'run:read': ['admin', 'comp-admin', 'finance', 'auditor'],
  'run:start': ['admin', 'comp-admin'],
  'reopening:read': ['admin', 'comp-admin', 'finance', 'auditor'],
  'reopening:ask': ['admin', 'comp-admin'],
  /** Not who asked for it, and not who is paid otherwise by it. */
  'reopening:approve': ['admin', 'finance'],
  'report:read': ['admin', 'comp-admin', 'sales-ops', 'finance', 'manager', 'rep', 'auditor'],
  'statement:read': ['admin', 'comp-admin', 'finance', 'manager', 'rep', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function may(roles: readonly Role[], permission: Permission): boolean {
  const holders: readonly Role[] = permissions[permission];
  return roles.some((role) => holders.includes(role));
}
