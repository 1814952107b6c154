/** What a route knows of who calls it: the caller, and tables whose writes say who asked for them, and why. */
import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { refuse } from '../kernel/refusal.ts';
import { instantOf } from '../kernel/time.ts';
import type { Actor } from '../table/items.ts';
import { directoryTable, tenantTable } from '../table/table.ts';
import { type Caller, isTenantCaller, type Operator } from './caller.ts';
import type { Known, RouteDefinition } from './route.ts';

/** What a header carries unharmed through every proxy. */
const REASON = /^[ -~]{1,200}$/;

export function knownOf(
  event: Event,
  request: string,
  { kind }: RouteDefinition,
  caller: Caller | Operator,
): Known<Caller | Operator> {
  const actor = actorOf(event, request, caller);
  const isOwn = kind === 'tenant' && isTenantCaller(caller);
  return { caller, actor, table: isOwn ? tenantTable(caller.tenant, actor) : directoryTable(actor) };
}

function actorOf(event: Event, request: string, { principal }: Caller | Operator): Actor {
  const why = event.headers['x-reason'];
  if (why !== undefined && !REASON.test(why)) {
    refuse('unreadable', 'reason.invalid', 'X-Reason has 1 to 200 printable characters of ASCII.');
  }
  const { timeEpoch, http } = event.requestContext;
  return { by: principal, request, address: http.sourceIp, at: instantOf(timeEpoch), ...(why && { why }) };
}
