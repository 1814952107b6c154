/** Makes a session of a role: decided by IAM, tagged, perhaps narrowed by a policy of its own. */
import { randomBytes } from 'node:crypto';
import type { Principal } from '../kinds.ts';
import { type Context, invalid } from './endpoint.ts';
import type { Iam } from './iam.ts';
import type { Actor } from './iam-actor.ts';
import { readPolicy } from './iam-policy.ts';

export type Session = Actor & Principal & { readonly expiresAt: Date; readonly sessionName: string };

/** The parameters of a form: `Tags.member.1.Key=tenant`. */
export type Form = Readonly<Record<string, string>>;

const TEXT = '[\\p{L}\\p{Z}\\p{N}_.:/=+@-]';
const TAG_NAME = new RegExp(`^${TEXT}{1,128}$`, 'u');
const TAG_VALUE = new RegExp(`^${TEXT}{0,256}$`, 'u');

export function assumeRole(form: Form, principal: Principal, iam: Iam): Session {
  const { RoleArn: roleArn = '', RoleSessionName: sessionName = '', Policy: policy } = form;
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid(`'${sessionName}' is no name for a session.`);
  const tags = tagsIn(form);
  const tagged = Object.keys(tags).length > 0;
  const actions = tagged ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
  const context = contextOf(form, tags);
  iam.require(
    principal,
    actions.map((action) => ({ action, resource: roleArn, context })),
  );
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    roleArn,
    functionName: principal.functionName,
    tags,
    sessionName,
    ...(policy && { sessionPolicy: readPolicy(JSON.parse(policy), 'session') }),
    // By this machine's time, since that is what the SDK compares it with.
    expiresAt: new Date(Date.now() + 1000 * Number(form['DurationSeconds'] ?? 3600)),
  };
}

function contextOf(form: Form, tags: Readonly<Record<string, string>>): Context {
  const requested = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value]);
  return {
    ...Object.fromEntries(requested),
    'aws:TagKeys': Object.keys(tags),
    'sts:RoleSessionName': form['RoleSessionName'],
    'sts:TransitiveTagKeys': listIn(form, 'TransitiveTagKeys'),
  };
}

function tagsIn(form: Form): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let at = 1; `Tags.member.${at}.Key` in form; at += 1)
    tags[form[`Tags.member.${at}.Key`] ?? ''] = form[`Tags.member.${at}.Value`] ?? '';
  for (const [name, value] of Object.entries(tags))
    if (!TAG_NAME.test(name) || !TAG_VALUE.test(value))
      throw invalid(`'${name}' = '${value}' is no session tag.`);
  return tags;
}

function listIn(form: Form, name: string): string[] {
  const values: string[] = [];
  for (let at = 1; `${name}.member.${at}` in form; at += 1) values.push(form[`${name}.member.${at}`] ?? '');
  return values;
}
