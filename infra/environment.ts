/** The settings of a function: only those that its manifest gives it a use for. */
import type { Surroundings } from './lambda.ts';
import { given } from './ground.ts';
import { isScoped } from './grants.ts';
import type { Declared } from './modules.ts';
import { names } from './names.ts';
import { workflowArn } from './workflows.ts';

type Settings = Record<string, string>;

export function environment(one: Declared, around: Surroundings, tenantRoleArn?: string): Settings {
  const { ground } = around;
  const { wants } = one;
  const reads = wants.table ?? wants.directory ?? wants.stream;
  return {
    PLANE: ground.plane,
    POWERTOOLS_SERVICE_NAME: one.path,
    POWERTOOLS_LOG_LEVEL: 'INFO',
    ...(reads && { TABLE_NAME: ground.tableName }),
    ...(isScoped(one) && { TENANT_ROLE_ARN: given(tenantRoleArn, 'tenant role') }),
    ...(wants.publishes && { BUS_NAME: ground.busName }),
    ...(wants.cursors && { CURSOR_KEY_ID: ground.cursorKeyArn }),
    ...(wants.blobs && { BLOB_BUCKET: given(ground.blobBucket, 'blob bucket') }),
    ...(wants.secrets && { SECRETS_PATH: names.secretsPath(ground.plane) }),
    ...(wants.readsCells && { CELLS_PATH: names.cellsPath }),
    ...issuingSettings(one, around),
    ...queueSettings(one, around),
    ...workflowSettings(one, around),
  };
}

function issuingSettings({ wants }: Declared, { ground }: Surroundings): Settings {
  if (!(wants.signs ?? wants.signsIn ?? wants.hashesKeys)) return {};
  const issuing = given(ground.issuing, 'issuer');
  return {
    ...(wants.signs && { SIGNING_KEY_ID: issuing.signingKeyArn, ISSUER: issuing.issuer }),
    ...(wants.hashesKeys && { KEY_HASH_KEY_ID: issuing.keyHashKeyArn }),
    ...(wants.signsIn && { OIDC_ISSUER: issuing.oidcIssuer, OIDC_CLIENT_ID: issuing.oidcClientId }),
  };
}

/** runs/on-run-due → QUEUE_URL_RUNS_ON_RUN_DUE */
function queueSettings({ wants }: Declared, { queues }: Surroundings): Settings {
  return Object.fromEntries(
    (wants.sends ?? []).map((to) => [
      `QUEUE_URL_${constant(to)}`,
      given(queues.work.get(to), `queue ${to}`).ref,
    ]),
  );
}

/** runs/calculation → WORKFLOW_ARN_RUNS_CALCULATION */
function workflowSettings({ wants }: Declared, { ground }: Surroundings): Settings {
  return Object.fromEntries(
    (wants.starts ?? []).map((path) => [`WORKFLOW_ARN_${constant(path)}`, workflowArn(ground.plane, path)]),
  );
}

const constant = (path: string): string => path.replaceAll(/[/-]/g, '_').toUpperCase();
