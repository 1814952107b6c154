/** Attain-<cell>-data: what must outlive every deployment of the cell. */
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { blobs } from './blobs.ts';
import { key } from './keys.ts';
import type { Restored } from './ground.ts';
import { exported, names } from './names.ts';
import { table } from './table.ts';

export class DataStack extends Stack {
  constructor(scope: Construct, id: string, cell: string) {
    super(scope, id, { description: `Attain: data of the cell ${cell}`, terminationProtection: true });
    const cursorKey = key(this, 'CursorKey', 'hmac', `Authenticates the list cursors of the cell ${cell}`);
    this.export('StreamArn', table(this, names.table(cell)), exported.streamArn(cell));
    this.export('CursorKeyArn', cursorKey.attrArn, exported.cursorKeyArn(cell));
    this.export('BlobBucket', blobs(this).bucketName, exported.blobBucket(cell));
  }

  private export(id: string, value: string, exportName: string): void {
    new CfnOutput(this, id, { value, exportName });
  }
}

/** What the rest of the cell knows of its data. */
export const dataOf = (cell: string, restored?: Restored) => ({
  tableName: restored?.table ?? names.table(cell),
  streamArn: restored?.streamArn ?? Fn.importValue(exported.streamArn(cell)),
  cursorKeyArn: Fn.importValue(exported.cursorKeyArn(cell)),
  blobBucket: Fn.importValue(exported.blobBucket(cell)),
});
