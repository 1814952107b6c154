/** What all AWS clients of a function share: one connection pool, and credentials scoped to a tenant. */
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { AwsCredentialIdentity, SdkError } from '@smithy/types';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { environment } from './environment.ts';
import type { TenantId } from './kernel/ids.ts';

export const requestHandler = new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout: 10_000 });

const sts = new STSClient({ requestHandler });
const KEPT = 200;
const SESSION_SECONDS = 3_600;
const sessions = new Map<TenantId, Promise<AwsCredentialIdentity>>();

/**
 * A credential provider that can reach one tenant's data and no other's. Sessions are kept per tenant
 * (a bounded number, the oldest dropped), shared by all who wait for the same one, and the SDK renews
 * them some minutes before they end.
 */
export function scopedTo(tenant: TenantId): () => Promise<AwsCredentialIdentity> {
  return () => {
    const kept = sessions.get(tenant);
    if (kept) return kept.then((session) => (isFresh(session) ? session : begin(tenant)));
    return begin(tenant);
  };
}

function begin(tenant: TenantId): Promise<AwsCredentialIdentity> {
  const session = assume(tenant);
  sessions.delete(tenant);
  sessions.set(tenant, session);
  session.catch(() => sessions.delete(tenant));
  const [oldest] = sessions.keys();
  if (sessions.size > KEPT && oldest) sessions.delete(oldest);
  return session;
}

async function assume(tenant: TenantId): Promise<AwsCredentialIdentity> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: environment('TENANT_ROLE_ARN'),
      RoleSessionName: tenant,
      DurationSeconds: SESSION_SECONDS,
      Tags: [{ Key: 'tenant', Value: tenant }],
    }),
  );
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) throw new Error('STS gave no credentials');
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken && { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration && { expiration: Credentials.Expiration }),
  };
}

/** Credentials live by the machine's clock, as their issuer's do; business time plays no part. */
function isFresh({ expiration }: AwsCredentialIdentity): boolean {
  return !expiration || expiration.getTime() - Date.now() > 5 * 60_000;
}

/** AWS did not do it now and may do it later: it is overloaded, out of order or not heard of. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return [isThrottlingError, isTransientError, isServerError].some((is) => is(error as SdkError));
}
