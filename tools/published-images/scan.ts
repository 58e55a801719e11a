import {
  type DescribeImageScanFindingsCommandOutput,
  type ECRClient,
  paginateDescribeImageScanFindings,
} from '@aws-sdk/client-ecr';
import type { Known } from '../advisories/judge';
import type { Reporter } from '../terminal/reporter';
import { labelOf, type PublishedImage } from './images-in';

/** What ECR says of an image. */
export interface Scan {
  /** As ECR names it, or `NOT_FOUND` when nobody has asked for a scan. */
  readonly status: string;
  /** Of the status, in ECR's words; empty when it gives none. */
  readonly why: string;
  /** Of basic scanning, when it was last scanned; null of continuous scanning, and before. */
  readonly scannedAt: Date | null;
  /** Of all severities. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Such as `CVE-2026-12345`. */
  readonly id: string;
  /** `CRITICAL`, `HIGH`, `MEDIUM` … */
  readonly severity: string;
  /** What it is in, with its version; empty when ECR does not tell. */
  readonly package: string;
}

/** A basic scan takes seconds to a few minutes. */
const LIMIT_MS = 10 * 60_000;
const POLL_INTERVAL_MS = 10_000;

const NOT_SCANNED: Scan = {
  status: 'NOT_FOUND',
  why: 'no push of it was scanned, and nobody has asked for one',
  scannedAt: null,
  findings: [],
};

const UNDER_WAY = ['IN_PROGRESS', 'PENDING'];
/** Of basic and of continuous scanning (ECR's API reference, ImageScanStatus). */
const DONE = ['COMPLETE', 'ACTIVE'];
const STOPPING = 'CRITICAL';

/** What ECR has found, once it has looked; after ten minutes whatever it says by then. */
export async function scanOf(
  client: ECRClient,
  image: PublishedImage,
  { say, pause }: Reporter,
): Promise<Scan> {
  let scan = await read(client, image);
  for (let left = LIMIT_MS; UNDER_WAY.includes(scan.status) && left > 0; left -= POLL_INTERVAL_MS) {
    say(`${labelOf(image)}: ECR is scanning it`);
    await pause(POLL_INTERVAL_MS);
    scan = await read(client, image);
  }
  return scan;
}

/** What stops a deploy of an image unless there is an exception. */
export function criticalIn(image: PublishedImage, { findings }: Scan): Known[] {
  return findings
    .filter(({ severity }) => severity === STOPPING)
    .map(({ id, package: name }) => ({
      id,
      words: `${labelOf(image)}: critical in ${name || 'a package that ECR does not name'}: ${id}`,
    }));
}

/** What is not known of an image, and what to do; undefined when ECR has looked. */
export function unknownOf(image: PublishedImage, { status, why }: Scan): string | undefined {
  if (DONE.includes(status)) return undefined;
  const { repositoryName, imageTag } = image;
  const said = [status, why].filter(Boolean).join(': ');
  return (
    `${labelOf(image)}: its vulnerabilities are not known, the scan is ${said}; with credentials of its account: ` +
    `aws ecr start-image-scan --repository-name ${repositoryName} --image-id imageTag=${imageTag}, then retry`
  );
}

async function read(
  client: ECRClient,
  { repositoryName, imageTag }: PublishedImage,
): Promise<Scan> {
  let scan: Scan = NOT_SCANNED;
  const pages = paginateDescribeImageScanFindings(
    { client },
    { repositoryName, imageId: { imageTag } },
  );
  try {
    for await (const { imageScanStatus, imageScanFindings } of pages) {
      scan = {
        status: imageScanStatus?.status ?? NOT_SCANNED.status,
        why: imageScanStatus?.description ?? '',
        scannedAt: imageScanFindings?.imageScanCompletedAt ?? null,
        findings: [...scan.findings, ...findingsIn(imageScanFindings)],
      };
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ScanNotFoundException')) throw error;
  }
  return scan;
}

/** Basic and continuous scanning answer in a form of their own. */
function findingsIn(found: DescribeImageScanFindingsCommandOutput['imageScanFindings']): Finding[] {
  const { findings = [], enhancedFindings = [] } = found ?? {};
  return [
    ...findings.map(({ name: id = '', severity = 'UNDEFINED', attributes = [] }) => {
      const attribute = (wanted: string) =>
        attributes.find(({ key }) => key === wanted)?.value ?? '';
      const parts = [attribute('package_name'), attribute('package_version')];
      return { id, severity, package: parts.filter(Boolean).join(' ') };
    }),
    ...enhancedFindings
      .filter(({ status }) => status !== 'CLOSED')
      .map(({ title = '', severity = 'UNTRIAGED', packageVulnerabilityDetails: details }) => ({
        id: details?.vulnerabilityId ?? title,
        severity,
        package: (details?.vulnerablePackages ?? [])
          .map(({ name = '', version = '' }) => `${name} ${version}`.trim())
          .join(', '),
      })),
  ];
}
