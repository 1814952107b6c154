/** What the command line shows: a statement and an explanation, as text that lines up. */
import type { Json } from './client.ts';

type Line = {
  line: number;
  day: string;
  dealRef: string;
  componentName: string;
  creditedMinor: string;
  amountMinor: string;
};
type Component = {
  name: string;
  creditedMinor: string;
  quotaMinor?: string;
  attainment?: string;
  amountMinor: string;
};
export type StatementReply = {
  name: string;
  period: string;
  from: string;
  to: string;
  currency: string;
  status: string;
  components: Component[];
  lines: Line[];
  totalMinor: string;
  hold?: { code: string; message: string };
};

/** '123456' of a currency with two decimals as '1,234.56'. */
export function money(minor: string | bigint, decimals = 2): string {
  const value = BigInt(minor);
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0n ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}

export function statementText(statement: StatementReply): string {
  const { name, period, from, to, currency, status, components, lines, totalMinor, hold } = statement;
  const rows = [
    `Statement of ${name} for ${period} (${from} up to, not including, ${to}), ${status}, in ${currency}`,
    ...(hold ? [`  ON HOLD: ${hold.message} (${hold.code})`] : []),
    row(['line', 'day', 'component', 'deal', 'credited', 'amount']),
    ...lines.map((line) =>
      row([
        String(line.line),
        line.day,
        line.componentName,
        line.dealRef,
        money(line.creditedMinor),
        money(line.amountMinor),
      ]),
    ),
    ...components.map(
      ({ name: component, attainment, amountMinor, creditedMinor }) =>
        `  ${component}: ${money(creditedMinor)} credited${percentOf(attainment)}, ${money(amountMinor)}`,
    ),
    `  total ${money(totalMinor)} ${currency}`,
  ];
  return rows.join('\n');
}

function row([line = '', day = '', component = '', deal = '', credited = '', amount = '']: string[]): string {
  const columns = [
    line.padStart(4),
    day.padEnd(10),
    component.padEnd(14),
    deal.padEnd(8),
    credited.padStart(12),
    amount.padStart(10),
  ];
  return `  ${columns.join('  ')}`;
}

function percentOf(attainment: string | undefined): string {
  if (attainment === undefined) return '';
  const [whole = '0', parts = ''] = attainment.split('.');
  const digits = BigInt(whole + parts.padEnd(6, '0').slice(0, 6));
  return `, ${money(digits / 100n)} % of quota`;
}

/** Any answer as an outline: fields by depth, so that nothing of an explanation is hidden. */
export function outline(value: unknown, depth = 1): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value))
    return value.map((inner) => `${indent}-\n${outline(inner, depth + 1)}`).join('\n');
  if (value === null || typeof value !== 'object') return `${indent}${String(value)}`;
  return Object.entries(value as Json)
    .map(([name, inner]) =>
      inner !== null && typeof inner === 'object'
        ? `${indent}${name}\n${outline(inner, depth + 1)}`
        : `${indent}${name}: ${String(inner)}`,
    )
    .join('\n');
}
