import { devDependencies } from '../../package.json';

/** The toolkit that the pipeline changes itself with: the one that its templates are made with. */
export const CDK_CLI = devDependencies['aws-cdk'];

/** What publishes assets: the newest. */
export const CDK_ASSETS = '4.7.3';
