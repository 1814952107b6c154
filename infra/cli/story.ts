/**
 * One quarter of the sample company: its CRM sends webhooks day by day (some twice, some out of order, one
 * forged, one unusable), the clock moves, the schedule closes what is due and runs the commissions. Then
 * everything is counted, and one line is explained down to its raw event.
 */
import type { Addresses } from './addresses.ts';
import { Client, type Json, until } from './client.ts';
import type { Onboarded } from './onboard.ts';
import { COMPANY, type Happening, QUARTER, QUARTER_CLOSES, quarterOfWebhooks, SELLERS } from './sample.ts';
import { onLaptop } from './sign-in.ts';
import { money, outline, type StatementReply, statementText } from './show.ts';
import { deliver, type Message } from './webhook.ts';

/** What the story needs of the machine it is told on. */
export type Machine = {
  readonly clock: { now(): Date; moveTo(instant: Date): Promise<void> };
  idle(): Promise<void>;
};

type Story = {
  readonly at: Addresses;
  readonly company: Onboarded;
  readonly host: Machine;
  readonly say: (line: string) => void;
};

const HOUR_MS = 3_600_000;
const FORGED_ON = 10;
const UNUSABLE_ON = 12;
const FORGERS_SECRET = 'whsec_Zm9yZ2VkLWtleS10aGF0LW5vYm9keS1nYXZlLW91dA==';

type Sent = { accepted: number; refused: number };
type Counts = { received: number; applied: number; ignored: number; quarantined: number; pending: number };

/** Answers whether everything that was sent is accounted for and every sum ties. */
export async function tellQuarter(story: Story): Promise<boolean> {
  const sent = await sendQuarter(story);
  const api = await signedIn(story);
  const counts = await reconciliation(api, story);
  const run = await closeQuarter(story);
  const fresh = await signedIn(story);
  const paid = await payeesOf(fresh, run);
  const isCounted = counts.received === sent.accepted && isComplete(counts);
  const isSummed = paid.total === BigInt(String(run['totalMinor'])) && paid.lines === paid.total;
  story.say(
    `received ${counts.received} = applied ${counts.applied} + ignored ${counts.ignored} + quarantined ${counts.quarantined}`,
  );
  story.say(`${sent.refused} forged, answered 401 and never taken in`);
  story.say(
    `${paid.payees} payees, ${money(paid.total)} EUR in total, digest ${String(run['digest']).slice(0, 16)}…`,
  );
  await showOne(fresh, story);
  if (!isCounted) story.say(`DOES NOT RECONCILE: ${sent.accepted} were accepted, ${JSON.stringify(counts)}`);
  if (!isSummed)
    story.say(`DOES NOT ADD UP: run ${String(run['totalMinor'])}, payees ${paid.total}, lines ${paid.lines}`);
  return isCounted && isSummed;
}

function isComplete({ received, applied, ignored, quarantined, pending }: Counts): boolean {
  return pending === 0 && received === applied + ignored + quarantined;
}

/** Tokens live a quarter of an hour, and the clock moves by days. */
async function signedIn({ at, company }: Story): Promise<Client> {
  const { token } = await onLaptop(at, COMPANY.admin.email, { tenant: company.tenant });
  return new Client(at.api, token);
}

async function sendQuarter({ company, host, say }: Story): Promise<Sent> {
  const sent: Sent = { accepted: 0, refused: 0 };
  const { url, secret } = company.connector;
  const send = async (message: Message, key = secret) => {
    const status = await deliver(message, { url, secret: key, at: host.clock.now() });
    if (status === 401) sent.refused += 1;
    else if (status < 300) sent.accepted += 1;
    else throw new Error(`webhook ${message.id} was answered ${status}`);
  };
  const days = inDisorder(quarterOfWebhooks());
  const count = days.reduce((sum, { messages }) => sum + messages.length, 0);
  say(`sending ${count} webhooks of one quarter, some twice, some out of order`);
  for (const [n, { day, messages }] of days.entries()) {
    await host.clock.moveTo(new Date(Math.max(day.getTime() + HOUR_MS, host.clock.now().getTime())));
    for (const message of messages) await send(message);
    if (n === FORGED_ON) await send({ id: 'msg-forged', body: '{}' }, FORGERS_SECRET);
    if (n === UNUSABLE_ON) await send({ id: 'msg-unusable', body: unusable(day) });
    if (n % 10 === 9) say(`  … ${day.toISOString().slice(0, 10)}: ${sent.accepted} accepted so far`);
  }
  await host.idle();
  return sent;
}

/**
 * By days, with what goes wrong on the way: on every fifth day a message comes twice, and on every third
 * one is lost until the next day, so that it comes after what happened later.
 */
function inDisorder(happenings: readonly Happening[]): { day: Date; messages: Happening[] }[] {
  const days = byDay(happenings).map((messages) => ({ day: dayOf(messages), messages }));
  for (const [n, { messages }] of days.entries()) {
    const [first] = messages;
    const next = days[n + 1]?.messages;
    if (first && n % 5 === 0) messages.push(first);
    if (first && next && n % 3 === 1) next.push(...messages.splice(0, 1));
  }
  return days;
}

function byDay(happenings: readonly Happening[]): Happening[][] {
  const days = new Map<string, Happening[]>();
  for (const happening of happenings) {
    const day = happening.at.toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), happening]);
  }
  return [...days.values()];
}

function dayOf([first]: readonly Happening[]): Date {
  return first?.at ?? QUARTER_CLOSES;
}

/** Properly signed, and nobody at the company is called that. */
function unusable(at: Date): string {
  const fields = { recordId: 'opp-x', event: 'deal.created', occurredAt: at.toISOString(), amount: '100' };
  return JSON.stringify({ type: 'deal', ...fields, currency: 'EUR', status: 'open', ownerRef: 'u-nobody' });
}

function reconciliation(api: Client, { company }: Story): Promise<Counts> {
  const path = `/v1/connectors/${company.connector.id}/reconciliation?from=2026-01-01&to=2026-04-01`;
  return api.get<Counts>(path);
}

/** Moves the clock past the closing; the schedule does the rest. */
async function closeQuarter(story: Story): Promise<Json> {
  const { host, say } = story;
  say(`the clock moves to ${QUARTER_CLOSES.toISOString()}: the schedule finds ${QUARTER} due`);
  await host.clock.moveTo(QUARTER_CLOSES);
  await host.idle();
  await host.clock.moveTo(new Date(QUARTER_CLOSES.getTime() + 15 * 60_000));
  await host.idle();
  const api = await signedIn(story);
  await until(
    `${QUARTER} to be locked`,
    () => api.get(`/v1/periods/${QUARTER}`),
    ({ status }) => status === 'locked',
  );
  const runs = await api.list<Json & { summary: { period: string } }>('/v1/runs');
  const run = runs.find(({ summary }) => summary.period === QUARTER);
  say(`${QUARTER} is locked; its commissions were run by the schedule`);
  return api.get(`/v1/runs/${String(run?.['id'])}`);
}

/** Sums of the run, once over payees' totals and once over every line of every statement. */
async function payeesOf(api: Client, run: Json): Promise<{ payees: number; total: bigint; lines: bigint }> {
  const payees = await api.list<{ payee: string; totalMinor: string }>(
    `/v1/runs/${String(run['id'])}/payees`,
  );
  let lines = 0n;
  for (const { payee } of payees) {
    const statement = await api.get<StatementReply>(`/v1/people/${payee}/statements/${QUARTER}`);
    lines += statement.lines.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
  }
  const total = payees.reduce((sum, { totalMinor }) => sum + BigInt(totalMinor), 0n);
  return { payees: payees.length, total, lines };
}

/** The line that crosses an edge of the rate table says most; any line will do. */
function telling(lines: StatementReply['lines']) {
  const share = ({ amountMinor, creditedMinor }: (typeof lines)[number]) =>
    (BigInt(amountMinor) * 10_000n) / BigInt(creditedMinor);
  return lines.find((line) => share(line) !== 1000n && line.componentName === 'Commission') ?? lines[0];
}

async function showOne(api: Client, { company, say }: Story): Promise<void> {
  const person = company.people[SELLERS[0]?.email ?? ''];
  const path = `/v1/people/${person}/statements/${QUARTER}`;
  const statement = await api.get<StatementReply>(path);
  say(`one statement\n${statementText(statement)}`);
  const line = telling(statement.lines);
  if (!line) return;
  const explanation = await api.get(`${path}/lines/${line.line}/explanation`);
  say(`line ${line.line} explained\n${outline(explanation)}`);
}
