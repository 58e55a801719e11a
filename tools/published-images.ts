import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ECRClient } from '@aws-sdk/client-ecr';
import { awsClient } from '../src/runtime/aws-client';
import { ofImages } from './advisories/exceptions';
import { judged } from './advisories/judge';
import { imagesIn, labelOf, type PublishedImage, uriOf } from './published-images/images-in';
import { criticalIn, type Scan, scanOf, unknownOf } from './published-images/scan';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { reporterOf } from './terminal/reporter';

/*
 * What the pipeline runs in a cloud assembly once its images are published, and before any is run: critical
 * vulnerabilities that ECR has found stop the deploy, and so does an image that it could not scan.
 * (docs/pipeline.md)
 */

const REPORTS = join('reports', 'images');

const program = command(
  'node published-images.js',
  'Reads what ECR has found in the images of this cloud assembly; run by the pipeline itself, with an AWS profile for each account, called by its number.',
  {
    1: 'failed, a critical vulnerability has no exception, or it is not known whether there is one',
  },
).action(async () => {
  mkdirSync(REPORTS, { recursive: true });
  const reporter = reporterOf(console.log);
  const scans: { readonly image: PublishedImage; readonly scan: Scan }[] = [];
  for (const image of imagesIn('.')) {
    const client = awsClient(ECRClient, {}, { region: image.region, profile: image.account });
    const scan = await scanOf(client, image, reporter);
    keep(image, 'scan.json', { image: uriOf(image), ...scan });
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

function keep(image: PublishedImage, file: string, value: object): void {
  writeFileSync(join(REPORTS, `${labelOf(image)}.${file}`), JSON.stringify(value, null, 2));
}

/** Such as `worker-222222222222: 1 CRITICAL, 3 LOW; scanned 2026-12-01T04:09:21.000Z`. */
function inWords(image: PublishedImage, { status, scannedAt, findings }: Scan): string {
  const counts = new Map<string, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  const said = [...counts].map(([severity, count]) => `${count} ${severity}`).join(', ');
  const when = scannedAt === null ? status : `scanned ${scannedAt.toISOString()}`;
  return `${labelOf(image)}: ${said || 'nothing found'}; ${when}`;
}
