import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import { bundle, ROOT } from '../constructs/bundled-code';
import type { EnvironmentProps } from '../constructs/common-props';
import { BUILD_NODE, type BuildResources } from './build-resources';

/** In the asset they lie to one another as in the repository. */
const PROGRAMS = {
  guard: 'tools/guard.ts',
  'published-images': 'tools/published-images.ts',
  review: 'tools/review.ts',
};
const FILES = {
  'tools/review/review.css': 'review/review.css',
  'tools/compliance/page/report.css': 'compliance/page/report.css',
  // what CloudFormation replaces, and which properties grant something
  'node_modules/@aws-cdk/aws-service-spec/db.json.gz': 'db.json.gz',
};
/** Where a build unpacks them. */
const FOLDER = '/tmp/programs';

/**
 * The programs that look at a change and at what was built of it, as they were when the pipeline was last
 * deployed. They come with the pipeline and not with the source: what judges a change is no part of it.
 *
 * A build reads where they are when it runs. In a variable of the build, another version of them would be another
 * structure of the pipeline, and CodePipeline rolls a stage back only to runs of the same one.
 */
export class ReviewPrograms extends Asset {
  private readonly place: ssm.IStringParameter;
  private readonly placeName: string;

  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id, {
      path: ROOT,
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        image: DockerImage.fromRegistry('none'), // there must be one; nothing is left for it to do
        command: Object.values(PROGRAMS),
        local: {
          tryBundle: (directory) => {
            bundle(PROGRAMS, join(directory, 'review'), `node${BUILD_NODE}`);
            for (const [file, place] of Object.entries(FILES)) {
              mkdirSync(dirname(join(directory, place)), { recursive: true });
              copyFileSync(join(ROOT, file), join(directory, place));
            }
            return true;
          },
        },
      },
    });
    this.placeName = nameOf('review-programs', props.environmentSuffix);
    this.place = new ssm.StringParameter(this, 'Place', {
      parameterName: this.placeName,
      stringValue: this.s3ObjectUrl,
    });
  }

  /** Commands that fetch them. */
  get install(): readonly string[] {
    return [
      `PROGRAMS="$(aws ssm get-parameter --name ${this.placeName} --query Parameter.Value --output text)"`,
      `aws s3 cp --no-progress "$PROGRAMS" ${FOLDER}.zip`,
      `unzip -q ${FOLDER}.zip -d ${FOLDER}`,
    ];
  }

  /** The command of one of them. */
  command(program: keyof typeof PROGRAMS, ...args: readonly string[]): string {
    return ['node', `${FOLDER}/review/${program}.js`, ...args].join(' ');
  }

  /** May fetch them. The library's grant would let it read every asset. */
  grantFetch({ grantee }: BuildResources): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects(this.s3ObjectKey)],
    });
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['ssm:GetParameter'],
      resourceArns: [this.place.parameterArn],
    });
  }
}
