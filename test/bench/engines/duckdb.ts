/** DuckDB in this process, in whole numbers: a window over each payee's credits, and lines as a table. */
import type { Calculated, Engine } from '../engine.ts';
import { peer } from '../peers.ts';
import type { Workload } from '../workload.ts';

type Appender = {
  appendInteger(value: number): void;
  appendBigInt(value: bigint): void;
  endRow(): void;
  closeSync(): void;
};
type Chunk = { readonly rowCount: number; getColumns(): readonly (readonly unknown[])[] };
type Result = { fetchChunk(): Promise<Chunk | null>; getRows(): Promise<unknown[][]> };
type Connection = {
  run(sql: string): Promise<Result>;
  createAppender(table: string): Promise<Appender>;
};
type Peer = {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
};

const TABLES = `
  CREATE TABLE credits (person INTEGER, day INTEGER, deal INTEGER, part INTEGER, amount BIGINT);
  CREATE TABLE payees (id INTEGER, manager INTEGER, rate BIGINT, quota BIGINT, opening BIGINT);
`;

/** In halves of a basis point. */
const EXACT = `CREATE MACRO exact(total, quota, rate) AS rate * CASE
    WHEN 2 * total < quota THEN total
    WHEN total < quota THEN 2 * total - quota // 2
    WHEN 2 * total < 3 * quota THEN 3 * total - 3 * (quota // 2)
    ELSE 4 * total - 6 * (quota // 2) END`;
const FLOOR = 'CREATE MACRO below(num) AS (num - (((num % 20000) + 20000) % 20000)) // 20000';
const ROUNDED = `CREATE MACRO rounded(num) AS below(num) + CASE
    WHEN 2 * (num - 20000 * below(num)) > 20000 THEN 1
    WHEN 2 * (num - 20000 * below(num)) = 20000 AND below(num) % 2 <> 0 THEN 1
    ELSE 0 END`;

const LINES = `
  CREATE OR REPLACE TABLE lines AS
  WITH RECURSIVE chain AS (
    SELECT id AS person, id AS payee FROM payees
    UNION ALL
    SELECT chain.person, payees.manager FROM chain JOIN payees ON payees.id = chain.payee WHERE payees.manager >= 0
  ), walked AS (
    SELECT payee, day, deal, part, amount, rate, quota, opening,
      opening + sum(amount) OVER (PARTITION BY payee ORDER BY day, deal, part
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)::BIGINT AS total
    FROM credits JOIN chain USING (person) JOIN payees ON payees.id = chain.payee
  )
  SELECT payee, deal, part,
    rounded(exact(total, quota, rate) - exact(opening, quota, rate))
      - rounded(exact(total - amount, quota, rate) - exact(opening, quota, rate)) AS cents
  FROM walked`;

export const duckdb: Engine = {
  async prepare(work) {
    const { DuckDBInstance } = await peer<Peer>('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('SET threads = 2');
    for (const sql of [TABLES, EXACT, FLOOR, ROUNDED]) await connection.run(sql);
    await load(connection, work);
    return () => calculate(work, connection);
  },
};

async function load(connection: Connection, work: Workload): Promise<void> {
  const credits = await connection.createAppender('credits');
  const { person, day, deal, part, amount } = work;
  for (let n = 0; n < person.length; n++) {
    for (const column of [person, day, deal, part]) credits.appendInteger(column[n] as number);
    credits.appendBigInt(BigInt(amount[n] as number));
    credits.endRow();
  }
  credits.closeSync();
  const payees = await connection.createAppender('payees');
  for (let n = 0; n < work.payees; n++) {
    payees.appendInteger(n);
    payees.appendInteger(work.manager[n] as number);
    for (const column of [work.rate, work.quota, work.opening])
      payees.appendBigInt(BigInt(column[n] as number));
    payees.endRow();
  }
  payees.closeSync();
}

async function calculate(work: Workload, connection: Connection): Promise<Calculated> {
  await connection.run(LINES);
  const sums = await connection.run('SELECT payee, sum(cents)::BIGINT FROM lines GROUP BY payee');
  const totals = new Float64Array(work.payees);
  for (const [payee, cents] of await sums.getRows()) totals[Number(payee)] = Number(cents);
  return {
    totals,
    async lines(tell) {
      const result = await connection.run('SELECT payee, deal, part, cents FROM lines');
      for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
        const [payee = [], deal = [], part = [], cents = []] = chunk.getColumns();
        for (const n of payee.keys())
          tell(Number(payee[n]), Number(deal[n]), Number(part[n]), Number(cents[n]));
      }
    },
  };
}
