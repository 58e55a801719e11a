import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ECRClient } from '@aws-sdk/client-ecr';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { ofImages } from './advisories/exceptions';
import { judged } from './advisories/judge';
import { imagesIn, labelOf, type PublishedImage, uriOf } from './published-images/images-in';
import { provenanceOf } from './published-images/provenance';
import { sbomIn, storedImage } from './published-images/registry';
import { criticalIn, type Scan, scanOf, unknownOf } from './published-images/scan';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { reporterOf } from './terminal/reporter';

/*
 * What the pipeline runs in a cloud assembly once its images are published, and before any is run: critical
 * vulnerabilities that ECR has found stop the deploy, and so does an image that it could not scan. It leaves of
 * each the findings, the list of parts that is in the image, and its provenance.
 * (docs/pipeline.md)
 */

const REPORTS = join('reports', 'images');

const program = command(
  'node published-images.js',
  'Reads what ECR has found in the images of this cloud assembly, and keeps what they are made of and who has built them; run by the pipeline itself, with an AWS profile for each account, called by its number.',
  {
    1: 'failed, a critical vulnerability has no exception, or it is not known whether there is one',
  },
)
  .requiredOption('--pipeline <arn>', 'that has built them')
  .action(async ({ pipeline: pipelineArn }) => {
    mkdirSync(REPORTS, { recursive: true });
    const reporter = reporterOf(console.log);
    const pipelines = awsClient(CodePipelineClient, {}, { region: REGION });
    const scans: { readonly image: PublishedImage; readonly scan: Scan }[] = [];
    for (const image of imagesIn('.')) {
      const client = awsClient(ECRClient, {}, { region: image.region, profile: image.account });
      const stored = await storedImage(client, image);
      keep(image, 'sbom.cdx.json', await sbomIn(client, image, stored));
      const provenance = await provenanceOf(pipelines, pipelineArn, image, stored);
      if (provenance === undefined) {
        console.log(`${labelOf(image)}: no run of this pipeline has built ${stored.digest}`);
      } else keep(image, 'provenance.json', JSON.stringify(provenance, null, 2));
      const scan = await scanOf(client, image, reporter);
      keep(
        image,
        'scan.json',
        JSON.stringify({ image: uriOf(image), ...stored, ...scan }, null, 2),
      );
      console.log(inWords(image, scan));
      scans.push({ image, scan });
    }
    const problems = [
      ...scans.flatMap(({ image, scan }) => unknownOf(image, scan) ?? []),
      ...judged(
        scans.flatMap(({ image, scan }) => criticalIn(image, scan)),
        ofImages,
        new Date(),
      ),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });

run(() => program.parseAsync());

function keep(image: PublishedImage, file: string, text: string): void {
  writeFileSync(join(REPORTS, `${labelOf(image)}.${file}`), text);
}

/** Such as `worker-222222222222: 1 CRITICAL, 3 LOW; scanned 2026-12-01T04:09:21.000Z`. */
function inWords(image: PublishedImage, { status, scannedAt, findings }: Scan): string {
  const counts = new Map<string, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  const said = [...counts].map(([severity, count]) => `${count} ${severity}`).join(', ');
  const when = scannedAt === null ? status : `scanned ${scannedAt.toISOString()}`;
  return `${labelOf(image)}: ${said || 'nothing found'}; ${when}`;
}
