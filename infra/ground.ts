/** What the functions of a plane stand on: made by its stacks, or imported from the stack below. */
export type Ground = {
  /** 'control' or the name of the cell. */
  readonly plane: string;
  readonly tableName: string;
  readonly streamArn: string;
  readonly busName: string;
  readonly cursorKeyArn: string;
  /** Of the control plane only. */
  readonly issuing?: {
    readonly issuer: string;
    readonly signingKeyArn: string;
    readonly keyHashKeyArn: string;
    readonly oidcIssuer: string;
    readonly oidcClientId: string;
  };
  /** Of a cell only. */
  readonly blobBucket?: string;
};

/**
 * A restore from a backup makes a new table. Until the stack that owns the data has taken it over, the
 * context `restored` points everything else at it: {"pool": {"table": "attain-pool-2", "streamArn": "arn:…"}}
 */
export type Restored = { readonly table: string; readonly streamArn: string };

/** For what a plane does not have: contradictions.ts refuses the manifests that would ask for it. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`this plane has no ${what}`);
  return value;
}
