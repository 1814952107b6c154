/** What every template must pass: AWS's own schemas, and the AWS Solutions rules of cdk-nag. */
import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

export function check(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
