/**
 * What a module deploys, as data: the one source of Lambdas, routes, queues, schedules and rights.
 * `infra/` builds what a manifest says, the handlers must answer to it, the local host runs it.
 */
import type { Permission } from './http/roles.ts';
import type { Noun } from './table/keys.ts';
import type { Workflow } from './workflow.ts';

export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** What a function may do to items of one noun; each word is one DynamoDB action. */
export type Verb = 'get' | 'query' | 'batchGet' | 'put' | 'update' | 'delete' | 'check';

/** Rights on the items of nouns, by noun. `query` on a noun of the index is a right on the index. */
export type Access = { readonly [N in Noun]?: readonly Verb[] };

/**
 * The Lambda of a file `functions/<module>/<entry>.ts`; the file name's first word says what calls it. A
 * `step-*` is called by a state machine of its module.
 */
export type Entry = {
  /** `api*`: route → the permission its caller needs; 'public' routes prove themselves otherwise. */
  readonly routes?: Readonly<Record<Route, Permission | 'public'>>;
  /** `on-*`: event types of the bus that reach this function through a queue of its own. */
  readonly events?: readonly string[];
  /** `on-*`, `stream-*`: more in one call, gathered for a while: for work that gets cheaper in bulk. */
  readonly batch?: { readonly size: number; readonly windowSeconds: number };
  /** `cron-*`: how often it looks for what is due. */
  readonly every?: '15 minutes';
  /** `stream-*`: reads the table's stream: what was written, or what was removed as well. */
  readonly stream?: true | 'with removals';

  /** Items of the caller's tenant, reached with credentials scoped to that tenant. */
  readonly table?: Access;
  /** Items of the plane's directory, which holds no tenant data. */
  readonly directory?: Access;
  /** Entries ('module/on-entry') whose queue this function sends messages to. */
  readonly sends?: readonly string[];
  /** State machines ('module/name') that this function starts. */
  readonly starts?: readonly string[];
  /** Puts events on the bus of its plane; for the control plane, on the buses of cells too. */
  readonly publishes?: true;
  /** SSM parameters under the tenant's own path, by SSM action. */
  readonly secrets?: readonly ('get' | 'put' | 'delete')[];
  /** Large bodies in the blob bucket, under the tenant's own prefix. */
  readonly blobs?: readonly ('get' | 'put')[];
  /** Signs and reads list cursors. */
  readonly cursors?: true;
  /** Signs tokens with the issuer's key, or reads its public half. */
  readonly signs?: readonly ('sign' | 'publicKey')[];
  /** Turns machine keys into the hashes that are stored. */
  readonly hashesKeys?: true;
  /** Verifies ID tokens of the user pool. */
  readonly signsIn?: true;
  /** Looks up which cells are deployed. */
  readonly readsCells?: true;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
};

export type Module = {
  readonly name: string;
  readonly plane: 'control' | 'cell';
  readonly functions: Readonly<Record<string, Entry>>;
  /** State machines by name, each defined by a file `workflow-<name>.ts` beside the manifest. */
  readonly workflows?: Readonly<Record<string, Workflow>>;
};

export const defineModule = <const M extends Module>(module: M): M => module;

/** The routes of one entry of a module, as a union of their names. */
export type RoutesOf<M extends Module, E extends keyof M['functions']> = M['functions'][E] extends {
  readonly routes: infer R;
}
  ? keyof R
  : never;
