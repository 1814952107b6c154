/** The event bus of a plane. Its archive lets events of the last month be delivered again. */
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { names } from './names.ts';

const ARCHIVE_DAYS = 30;

export function bus(scope: Construct, plane: string): events.CfnEventBus {
  const made = new events.CfnEventBus(scope, 'Bus', { name: names.bus(plane) });
  new events.CfnArchive(scope, 'BusArchive', { sourceArn: made.attrArn, retentionDays: ARCHIVE_DAYS });
  return made;
}
