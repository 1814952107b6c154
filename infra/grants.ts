/** The statements that follow from one manifest entry: for the function itself, and for its tenant role. */
import type { Ground } from './ground.ts';
import { given } from './ground.ts';
import type { Surroundings } from './lambda.ts';
import type { Declared } from './modules.ts';
import { arn, controlPlane, names } from './names.ts';
import { workflowArn } from './workflows.ts';
import {
  allow,
  allowAny,
  directoryItems,
  type Statement,
  tenantBlobs,
  tenantItems,
  tenantSecrets,
} from './rights.ts';

export function ownStatements(
  one: Declared,
  { ground, queues, logGroup, called }: Surroundings,
): Statement[] {
  // Taking on the scoped role needs no right here: that role's trust policy names this one, and is enough.
  const { plane, tableName } = ground;
  const { directory, sends = [], starts = [], publishes } = one.wants;
  const targets = sends.map((to) => given(queues.work.get(to), `queue ${to}`).attrArn);
  const machines = starts.map((path) => workflowArn(plane, path));
  return [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.attrArn),
    ...called,
    ...(directory ? directoryItems(tableName, directory) : []),
    ...(targets.length > 0 ? [allow(['sqs:SendMessage'], targets)] : []),
    ...(machines.length > 0 ? [allow(['states:StartExecution'], machines)] : []),
    ...(publishes ? [mayPublish(plane)] : []),
    ...keyStatements(one, ground),
    ...(one.wants.readsCells ? [mayReadCells()] : []),
  ];
}

export function tenantStatements({ wants }: Declared, { plane, tableName, blobBucket }: Ground): Statement[] {
  return [
    ...(wants.table ? tenantItems(tableName, wants.table) : []),
    ...(wants.secrets ? [tenantSecrets(names.secretsPath(plane), wants.secrets)] : []),
    ...(wants.blobs ? [tenantBlobs(given(blobBucket, 'blob bucket'), wants.blobs)] : []),
  ];
}

export const isScoped = ({ wants }: Declared): boolean =>
  Boolean(wants.table ?? wants.secrets ?? wants.blobs);

/** The control plane tells each cell what concerns it, and is deployed before any of them. */
function mayPublish(plane: string): Statement {
  if (plane !== controlPlane)
    return allow(['events:PutEvents'], arn('events', `event-bus/${names.bus(plane)}`));
  return allowAny(['events:PutEvents'], arn('events', 'event-bus/attain-*'), later);
}

const mayReadCells = () => allowAny(['ssm:GetParameter'], arn('ssm', `parameter${names.cellsPath}/*`), later);

const later = 'Stands for the cells: they are deployed after the control plane, and change nothing in it.';

const signingActions = { sign: 'kms:Sign', publicKey: 'kms:GetPublicKey' };

function keyStatements({ wants }: Declared, { cursorKeyArn, issuing }: Ground): Statement[] {
  return [
    ...(wants.cursors ? [allow(['kms:GenerateMac'], cursorKeyArn)] : []),
    ...(wants.signs
      ? [
          allow(
            wants.signs.map((word) => signingActions[word]),
            given(issuing, 'issuer').signingKeyArn,
          ),
        ]
      : []),
    ...(wants.hashesKeys ? [allow(['kms:GenerateMac'], given(issuing, 'issuer').keyHashKeyArn)] : []),
  ];
}
