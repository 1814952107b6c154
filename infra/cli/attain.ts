/**
 * `npm run attain -- <command>`: a thin client over the public API.
 *
 *   sign-in --key att_live_… --control URL --issuer URL --api URL     or --email E [--tenant T] on a laptop
 *   onboard company.json                                              as an operator
 *   send events.ndjson --connector URL --secret whsec_…               one webhook a line
 *   import MAPPING.json FILE [--connector con_…] [--dry-run]          what becomes of each row; 1 if it fails
 *   rejects IMPORT > rejects.csv                                      each rejected row, and why
 *   export KIND > FILE [--connector con_…] [--format ndjson] [--delimiter ';'] [--mapping map.json]
 *   plan test FOLDER                                                  its cases, offline; 1 if one pays otherwise
 *   plan push FOLDER [--plan pln_…]                                   a new plan, or its next version
 *   close PERIOD · run PERIOD · statement PERSON PERIOD · explain PERSON PERIOD LINE
 *   audit export > audit.jsonl · audit verify audit.jsonl [--noted HASH]   `export access`: logins and keys
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Addresses, readSession, saveSession, type Session } from './addresses.ts';
import { exported, verified } from './audit.ts';
import { ApiError, Client, type Json, until } from './client.ts';
import { takeOut } from './exports.ts';
import { bringFile, rejectsOf } from './imports.ts';
import { createTenant } from './onboard.ts';
import { pushedText, pushPlan } from './plan/push.ts';
import { trialText, tryCases } from './plan/trial.ts';
import { outline, type StatementReply, statementText } from './show.ts';
import { onLaptop, withIdToken, withKey } from './sign-in.ts';
import { deliver } from './webhook.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const text = { type: 'string' } as const;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    key: text,
    'id-token': text,
    email: text,
    tenant: text,
    operator: { type: 'boolean' as const },
    control: text,
    issuer: text,
    api: text,
    connector: text,
    secret: text,
    noted: text,
    'dry-run': { type: 'boolean' as const },
    format: text,
    delimiter: text,
    mapping: text,
    plan: text,
  },
});

const commands: Readonly<Record<string, (words: string[]) => Promise<void>>> = {
  'sign-in': signIn,
  onboard,
  send,
  import: bringIn,
  rejects,
  export: giveOut,
  plan,
  close,
  run,
  statement,
  explain,
  audit,
};

async function signIn(): Promise<void> {
  const session = values.issuer ? undefined : readSession();
  const known = session?.at;
  const at: Addresses = {
    ...known,
    control: need(values.control ?? known?.control, '--control'),
    issuer: need(values.issuer ?? known?.issuer, '--issuer'),
    api: need(values.api ?? known?.api, '--api'),
  };
  const { email = session?.email } = values;
  const { token, tenant } = await tokenFor(at, email, values.tenant ?? session?.tenant);
  saveSession({ at, token, ...(email && { email }), ...(tenant && { tenant }) });
  say(`signed in${tenant ? ` to ${tenant}` : ' as operator'}; the token lives for 15 minutes`);
}

function tokenFor(at: Addresses, email: string | undefined, tenant: string | undefined) {
  const { key, operator } = values;
  if (key) return withKey(at, key);
  if (values['id-token']) return withIdToken(at, values['id-token'], tenant);
  const who = operator ? { groups: ['operators'] } : { ...(tenant && { tenant }) };
  return onLaptop(at, need(email, '--key, --id-token or --email'), who);
}

async function onboard([file]: string[]): Promise<void> {
  const { at, token } = signedIn();
  const company = JSON.parse(readFileSync(need(file, 'a file with the company'), 'utf8')) as Json;
  const id = await createTenant(at, company, token, `onboard ${String(company['name'])}`);
  say(`${id} is active`);
}

async function send([file]: string[]): Promise<void> {
  const url = need(values.connector, '--connector');
  const secret = need(values.secret, '--secret');
  const lines = readFileSync(need(file, 'a file with one event a line'), 'utf8').split('\n').filter(Boolean);
  for (const [n, body] of lines.entries()) {
    const status = await deliver({ id: `${file}-${n}`, body }, { url, secret, at: await platformTime() });
    say(`${n + 1}/${lines.length}  ${status}`);
  }
}

async function bringIn([mapping, file]: string[]): Promise<void> {
  const { connector, 'dry-run': dryRun = false } = values;
  const what = { mapping: need(mapping, 'a mapping'), file: need(file, 'a file'), connector, dryRun };
  const { status } = await bringFile(api(), what, say);
  if (status === 'failed') process.exitCode = 1;
}

async function rejects([id]: string[]): Promise<void> {
  process.stdout.write(await rejectsOf(api(), need(id, 'an import')));
}

async function giveOut([kind]: string[]): Promise<void> {
  const { connector, format, delimiter } = values;
  const asked = Object.entries({ connector, format, delimiter }).filter(([, value]) => value !== undefined);
  const out = await takeOut(api(), { kind: need(kind, 'a kind'), ...Object.fromEntries(asked) });
  if (values.mapping) writeFileSync(values.mapping, JSON.stringify(out.mapping, null, 2));
  process.stdout.write(out.data);
}

async function plan([verb, folder]: string[]): Promise<void> {
  const place = need(folder, 'a folder with plan.yaml');
  if (verb === 'push') return say(pushedText(await pushPlan(api(), place, values.plan)));
  if (verb !== 'test') throw new Error('plan test FOLDER, or plan push FOLDER');
  const trials = tryCases(place);
  for (const trial of trials) say(trialText(trial));
  if (trials.length === 0) throw new Error(`${place} has no cases`);
  if (trials.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}

/** A laptop's clock may have been moved; signatures must be made by it. */
async function platformTime(): Promise<Date> {
  const { admin } = readSession().at;
  if (!admin) return new Date();
  const { now } = await new Client(admin).get<{ now: string }>('/clock');
  return new Date(now);
}

async function close([period]: string[]): Promise<void> {
  await api().post(`/v1/periods/${need(period, 'a period')}/close`);
  say(`${period} is being closed; the next tick of the schedule runs its commissions`);
}

async function run([period]: string[]): Promise<void> {
  const asked = { period: need(period, 'a period') };
  const { id } = await api().post<{ id: string }>('/v1/runs', asked, { key: `run ${period} ${Date.now()}` });
  const done = await until(
    `run ${id}`,
    async () => {
      const now = await api().get(`/v1/runs/${id}`);
      say(`${id}  ${String(now['status'])}`);
      return now;
    },
    ({ status }) => status === 'published' || status === 'calculated',
  );
  say(outline(done));
}

async function statement([person, period]: string[]): Promise<void> {
  const path = `/v1/people/${need(person, 'a person')}/statements/${need(period, 'a period')}`;
  say(statementText(await api().get<StatementReply>(path)));
}

async function explain([person, period, line]: string[]): Promise<void> {
  const path = `/v1/people/${need(person, 'a person')}/statements/${need(period, 'a period')}`;
  say(outline(await api().get(`${path}/lines/${need(line, 'a line')}/explanation`)));
}

async function audit([verb, what]: string[]): Promise<void> {
  if (verb === 'verify') return say(verified(need(what, 'a file with the trail'), values.noted));
  if (verb !== 'export') throw new Error('audit export [access], or audit verify FILE');
  const { at, token } = signedIn();
  const from = new Client(what === 'access' ? at.control : at.api, token);
  for await (const lines of exported(from)) process.stdout.write(lines);
}

function signedIn(): Session & { token: string } {
  const session = readSession();
  return { ...session, token: need(session.token, 'a token: `attain sign-in` first') };
}

function api(): Client {
  const { at, token } = signedIn();
  return new Client(at.api, token);
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`this needs ${what}`);
  return value;
}

const [name = '', ...words] = positionals;
const command = commands[name];
try {
  if (!command) throw new Error(`commands: ${Object.keys(commands).join(', ')}`);
  await command(words);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof ApiError && error.status < 500 ? 2 : 1;
}
