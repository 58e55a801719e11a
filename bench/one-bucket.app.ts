import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

/* The least that is an app: what the CDK itself costs before anything is built with it. */

new s3.Bucket(new Stack(new App(), 'OneBucket'), 'Bucket');
