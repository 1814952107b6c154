/** STS: hands out sessions of roles, each under an access key of its own that the front recognises. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AwsCall } from '../kinds.ts';
import { AwsError, type Endpoint, type Place, type Reply, type Request } from './endpoint.ts';
import type { Iam } from './iam.ts';
import { type Actor, userArn } from './iam-actor.ts';
import { assumeRole, type Form, type Session } from './sts-session.ts';
import { type Element, xmlDocument } from './xml.ts';

export type Sessions = {
  readonly endpoint: Endpoint;
  /** Throws when the session has expired. */
  readonly get: (accessKeyId: string) => Session | undefined;
};

export function openSessions(iam: Iam, place: Place): Sessions {
  const sessions = new Map<string, Session>();
  const answer = async ({ operation, input, principal }: AwsCall): Promise<Reply> => {
    if (operation === 'GetCallerIdentity') return xmlReply(operation, identity(principal, place));
    if (operation !== 'AssumeRole')
      throw new AwsError('InvalidAction', `The local host does not run sts:${operation}.`);
    const session = assumeRole(input as Form, principal, iam);
    forgetExpired(sessions);
    sessions.set(session.accessKeyId, session);
    return xmlReply(operation, credentials(session, place));
  };
  return {
    // Two roles decide at once whether one may be assumed, so that is asked where both are known.
    endpoint: { read: readForm, checks: () => [], answer, refuse: refuseInXml },
    get: (accessKeyId) => unexpired(sessions.get(accessKeyId)),
  };
}

function readForm(request: Request) {
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  return { operation: form['Action'] ?? '', input: form };
}

function credentials(session: Session, place: Place): Element {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: randomBytes(20).toString('hex'),
      SessionToken: randomBytes(32).toString('hex'),
      Expiration: session.expiresAt.toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: userId(session), Arn: userArn(session, place) },
  };
}

const identity = (actor: Actor, place: Place): Element => ({
  UserId: userId(actor),
  Account: place.account,
  Arn: userArn(actor, place),
});

const userId = ({ sessionName, functionName }: Actor): string => `AROALOCAL:${sessionName ?? functionName}`;

function unexpired(session: Session | undefined): Session | undefined {
  if (!session || session.expiresAt.getTime() > Date.now()) return session;
  throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired.', 403);
}

/** Kept for an hour longer, so that whoever still uses one hears that it has expired. */
function forgetExpired(sessions: Map<string, Session>): void {
  const longAgo = Date.now() - 3_600_000;
  for (const [key, { expiresAt }] of sessions) if (expiresAt.getTime() < longAgo) sessions.delete(key);
}

function xmlReply(operation: string, result: Element): Reply {
  const response = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
  const body = xmlDocument({ [`${operation}Response`]: response });
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function refuseInXml({ code, message, status }: AwsError): Reply {
  const denied = code === 'AccessDeniedException';
  const error = { Type: 'Sender', Code: denied ? 'AccessDenied' : code, Message: message };
  const body = xmlDocument({ ErrorResponse: { Error: error, RequestId: randomUUID() } });
  return { status: denied ? 403 : status, headers: { 'content-type': 'text/xml' }, body };
}
