/** What the API tells about deals and pay, without ids and times. */
import { dealIdOf } from '../../functions/deals/deal.ts';
import { dealRefOf } from '../../functions/runs/sheet.ts';
import type { Client, Json } from '../../infra/cli/client.ts';
import { ConnectorId } from '../../shared/kernel/ids.ts';
import type { Statement } from '../kit/paying.ts';
import { type Pay, payOf } from './model.ts';

type Names = Readonly<Record<string, string>>;
type Reader = Pick<Client, 'get'>;
type Deal = { readonly credits: readonly (Json & { readonly person: string })[] };

/** All credits of these records, by record and day. */
export async function dealsOf(
  api: Reader,
  connector: string,
  people: Names,
  records: readonly string[],
): Promise<Json[]> {
  const credits: Json[] = [];
  for (const record of records) {
    const id = dealIdOf(ConnectorId.parse(connector), record);
    const deal = await api.get<Deal>(`/v1/deals/${id}`);
    for (const { day, person, amountMinor } of deal.credits) {
      credits.push({ record, day, person: nameOf(person, people), amountMinor });
    }
  }
  return credits.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A statement that adds up, as a model of the same pay would say it. */
export function readPay(statement: Statement, connector: string, records: readonly string[]): Pay {
  const names = new Map(
    records.map((record) => [dealRefOf(dealIdOf(ConnectorId.parse(connector), record)), record]),
  );
  const { lines, components, totalMinor } = statement;
  const sums = [lines, components].map((parts) =>
    parts.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n),
  );
  if (sums.some((sum) => String(sum) !== totalMinor)) throw new Error('I6: the parts are not the whole');
  const pay = payOf(
    lines.map(({ day, dealRef, creditedMinor, amountMinor }) => ({
      record: names.get(dealRef) ?? dealRef,
      day,
      credited: BigInt(creditedMinor),
      paid: BigInt(amountMinor),
    })),
  );
  if (pay.totalMinor !== totalMinor) throw new Error('I6: the lines are not the total');
  return pay;
}

const nameOf = (id: string, people: Names): string =>
  Object.entries(people).find(([, person]) => person === id)?.[0] ?? id;
