/** Which cells are deployed: each one registers itself as a parameter when its stack is. */
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';

const Cell = z.object({ apiUrl: z.string(), busArn: z.string(), audience: z.string() });
export type Cell = z.output<typeof Cell>;

const ssm = new SSMClient({ requestHandler });

/** Undefined for a cell that is not deployed. */
export async function cellNamed(name: string): Promise<Cell | undefined> {
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
