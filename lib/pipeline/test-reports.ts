import { RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BuildResources } from './build-resources';

export interface TestReportsProps {
  /** The build that reports. */
  readonly build: BuildResources;
}

/**
 * The report groups that a buildspec calls `tests` and `coverage`. CodeBuild puts the project's name in
 * front and would make them by itself, without tags, to stay behind when the pipeline is destroyed.
 */
export class TestReports extends Construct {
  constructor(scope: Construct, id: string, props: TestReportsProps) {
    super(scope, id);
    const { projectName, grantee } = props.build;
    const owned = { removalPolicy: RemovalPolicy.DESTROY, deleteReports: true };
    const tests = new codebuild.ReportGroup(this, 'Tests', {
      ...owned,
      reportGroupName: `${projectName}-tests`,
      type: codebuild.ReportGroupType.TEST,
    });
    const coverage = new codebuild.ReportGroup(this, 'Coverage', {
      ...owned,
      reportGroupName: `${projectName}-coverage`,
      type: codebuild.ReportGroupType.CODE_COVERAGE,
    });
    tests.grantWrite(grantee);
    coverage.grantWrite(grantee);
    // a group that is named without its ARN is first asked to be made, whether it is there or not
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['codebuild:CreateReportGroup'],
      resourceArns: [tests.reportGroupArn, coverage.reportGroupArn],
    });
  }
}
