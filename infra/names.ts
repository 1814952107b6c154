/** The names that resources carry in AWS, and the ARNs that follow from them. */
import { Aws } from 'aws-cdk-lib/core';

const cellName = /^[a-z][a-z0-9]{0,15}$/;
const takenNames = ['control', 'cells'];
/** IAM and Lambda allow no more. */
const longest = 64;

export const controlPlane = 'control';

export const names = {
  controlStack: 'Attain-control',
  cellStack: (cell: string) => `Attain-${cell}`,
  dataStack: (cell: string) => `Attain-${cell}-data`,
  table: (plane: string) => `attain-${plane}`,
  bus: (plane: string) => `attain-${plane}`,
  lambda: (plane: string, path: string) => short(`attain-${plane}-${path.replace('/', '-')}`),
  tenantRole: (plane: string, path: string) => short(`${names.lambda(plane, path)}-tenant`),
  queue: (plane: string, path: string) => `attain-${plane}-${path.replace('/', '-')}`,
  workflow: (plane: string, path: string) => `attain-${plane}-${path.replace('/', '-')}`,
  deadLetters: (plane: string, path: string) => `${names.queue(plane, path)}-dead`,
  audience: (plane: string) => `attain:${plane}`,
  secretsPath: (cell: string) => `/attain/${cell}`,
  cellsPath: '/attain/cells',
} as const;

/** What stacks tell those above them, by fixed names: a new cell changes nothing in the stacks below. */
export const exported = {
  issuer: 'Attain-control-issuer',
  controlBusArn: 'Attain-control-bus-arn',
  streamArn: (cell: string) => `Attain-${cell}-stream-arn`,
  cursorKeyArn: (cell: string) => `Attain-${cell}-cursor-key-arn`,
  blobBucket: (cell: string) => `Attain-${cell}-blob-bucket`,
} as const;

/** crm/on-intake, Queue → CrmOnIntakeQueue */
export const logicalId = (path: string, what = ''): string =>
  path.replaceAll(/(?:^|[/-])([a-z])/g, (_, letter: string) => letter.toUpperCase()) + what;

/** An ARN in the stack's own partition, region and account. */
export const arn = (service: string, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** 'pool,acme' → ['pool', 'acme'] */
export function readCells(text: string): readonly string[] {
  const cells = text.split(',').map((cell) => cell.trim());
  for (const cell of cells) {
    if (!cellName.test(cell) || takenNames.includes(cell))
      throw new Error(
        `'${cell}' cannot name a cell: 1 to 16 small letters and digits, not ${takenNames.join(', ')}.`,
      );
  }
  if (new Set(cells).size < cells.length) throw new Error(`A cell is named twice in '${text}'.`);
  return cells;
}

function short(name: string): string {
  if (name.length > longest)
    throw new Error(`'${name}' is longer than ${longest} letters: shorten the entry's name.`);
  return name;
}
