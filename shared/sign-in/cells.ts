/** Which cells are deployed: each one registers itself as a parameter when its stack is. */
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';
import { epochMs, type Instant } from '../kernel/time.ts';

const Cell = z.object({ apiUrl: z.string(), busArn: z.string(), audience: z.string() });
export type Cell = z.output<typeof Cell>;

const ssm = new SSMClient({ requestHandler });

const KEPT_MS = 60_000;
const kept = new Map<string, { readonly cell: Cell; readonly readAt: number }>();

/** Undefined for a cell that is not deployed; one that is may be remembered for a minute. */
export async function cellNamed(name: string, now: Instant): Promise<Cell | undefined> {
  const known = kept.get(name);
  if (known && Math.abs(epochMs(now) - known.readAt) < KEPT_MS) return known.cell;
  const cell = await readCell(name);
  if (cell) kept.set(name, { cell, readAt: epochMs(now) });
  return cell;
}

async function readCell(name: string): Promise<Cell | undefined> {
  try {
    const { Parameter } = await ssm.send(
      new GetParameterCommand({ Name: `${environment('CELLS_PATH')}/${name}` }),
    );
    return Cell.parse(JSON.parse(Parameter?.Value ?? ''));
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
