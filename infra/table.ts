/** The one table of a plane. */
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { given } from './ground.ts';
import { layout } from '../shared/table/keys.ts';

const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

/** Returns the ARN of the table's stream. */
export function table(scope: Construct, tableName: string): string {
  const made = new dynamodb.TableV2(scope, 'Table', {
    tableName,
    partitionKey: text('pk'),
    sortKey: text('sk'),
    globalSecondaryIndexes: [
      {
        indexName: layout.index,
        partitionKey: text(`${layout.index}pk`),
        sortKey: text(`${layout.index}sk`),
        projectionType: dynamodb.ProjectionType.INCLUDE,
        nonKeyAttributes: [...layout.projected],
      },
    ],
    billing: dynamodb.Billing.onDemand(),
    dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: layout.ttl,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return given(made.tableStreamArn, 'stream');
}
