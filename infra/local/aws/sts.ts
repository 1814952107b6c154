/** STS: hands out sessions of roles, each under an access key of its own that the front recognises. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AwsCall, Principal } from '../kinds.ts';
import {
  AwsError,
  type Context,
  type Endpoint,
  invalid,
  type Place,
  type Reply,
  type Request,
} from './endpoint.ts';
import type { Iam } from './iam.ts';
import { type Actor, userArn } from './iam-actor.ts';
import { readPolicy } from './iam-policy.ts';
import { type Element, xmlDocument } from './xml.ts';

export type Session = Actor & Principal & { readonly expiresAt: Date; readonly sessionName: string };

export type Sessions = { get(accessKeyId: string): Session | undefined; readonly endpoint: Endpoint };

export function openSessions(iam: Iam, place: Place): Sessions {
  const sessions = new Map<string, Session>();
  const endpoint: Endpoint = {
    read: readForm,
    // Assuming is decided by two roles at once, so it is asked where both are known.
    checks: () => [],
    async answer(call) {
      if (call.operation === 'GetCallerIdentity')
        return xmlReply(call.operation, identity(call.principal, place));
      if (call.operation !== 'AssumeRole')
        throw new AwsError('InvalidAction', `The local host does not run sts:${call.operation}.`);
      const session = assume(call, iam);
      forgetExpired(sessions);
      sessions.set(session.accessKeyId, session);
      return xmlReply(call.operation, credentials(session, place));
    },
    refuse: refuseInXml,
  };
  return { endpoint, get: (accessKeyId) => unexpired(sessions.get(accessKeyId)) };
}

function readForm(request: Request) {
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  return { operation: form['Action'] ?? '', input: form };
}

function assume({ input, principal }: AwsCall, iam: Iam): Session {
  const {
    RoleArn: roleArn = '',
    RoleSessionName: sessionName = '',
    Policy: policy,
  } = input as Record<string, string>;
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid(`'${sessionName}' is no name for a session.`);
  const tags = tagsIn(input);
  const tagged = Object.keys(tags).length > 0;
  const actions = tagged ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
  iam.requireAssumption(
    principal,
    roleArn,
    actions,
    contextOf(tags, sessionName, listIn(input, 'TransitiveTagKeys')),
  );
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    roleArn,
    functionName: principal.functionName,
    tags,
    sessionName,
    ...(policy && { sessionPolicy: readPolicy(JSON.parse(policy), 'session') }),
    // By this machine's time, since that is what the SDK compares it with.
    expiresAt: new Date(Date.now() + 1000 * Number(input['DurationSeconds'] ?? 3600)),
  };
}

function contextOf(tags: Record<string, string>, sessionName: string, transitive: string[]): Context {
  const requested = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value]);
  return {
    ...Object.fromEntries(requested),
    'aws:TagKeys': Object.keys(tags),
    'sts:RoleSessionName': sessionName,
    'sts:TransitiveTagKeys': transitive,
  };
}

function tagsIn(form: Form): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let at = 1; `Tags.member.${at}.Key` in form; at += 1)
    tags[form[`Tags.member.${at}.Key`] ?? ''] = form[`Tags.member.${at}.Value`] ?? '';
  for (const [name, value] of Object.entries(tags))
    if (
      !/^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(name) ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u.test(value)
    )
      throw invalid(`'${name}' = '${value}' is no session tag.`);
  return tags;
}

function listIn(form: Form, name: string): string[] {
  const values: string[] = [];
  for (let at = 1; `${name}.member.${at}` in form; at += 1) values.push(form[`${name}.member.${at}`] ?? '');
  return values;
}

function credentials(session: Session, place: Place): Element {
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: randomBytes(20).toString('hex'),
      SessionToken: randomBytes(32).toString('hex'),
      Expiration: session.expiresAt.toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: `AROALOCAL:${session.sessionName}`, Arn: userArn(session, place) },
  };
}

const identity = (principal: Actor, place: Place): Element => ({
  UserId: `AROALOCAL:${principal.sessionName ?? principal.functionName}`,
  Account: place.account,
  Arn: userArn(principal, place),
});

function unexpired(session: Session | undefined): Session | undefined {
  if (!session || session.expiresAt.getTime() > Date.now()) return session;
  throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired.', 403);
}

function forgetExpired(sessions: Map<string, Session>): void {
  const longAgo = Date.now() - 3_600_000;
  for (const [key, { expiresAt }] of sessions) if (expiresAt.getTime() < longAgo) sessions.delete(key);
}

function xmlReply(operation: string, result: Element): Reply {
  const body = xmlDocument({
    [`${operation}Response`]: {
      [`${operation}Result`]: result,
      ResponseMetadata: { RequestId: randomUUID() },
    },
  });
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function refuseInXml({ code, message, status }: AwsError): Reply {
  const denied = code === 'AccessDeniedException';
  const error = { Type: 'Sender', Code: denied ? 'AccessDenied' : code, Message: message };
  const body = xmlDocument({ ErrorResponse: { Error: error, RequestId: randomUUID() } });
  return { status: denied ? 403 : status, headers: { 'content-type': 'text/xml' }, body };
}
