import { type DescribeImageScanFindingsCommandOutput, ECRClient } from '@aws-sdk/client-ecr';
import { criticalIn, scanOf, unknownOf } from '../../../tools/published-images/scan';
import { refusing } from '../../support/fakes/aws-account';

const IMAGE = {
  name: 'worker',
  account: '222222222222',
  region: 'ap-northeast-1',
  repositoryName: 'cdk-hnb659fds-container-assets-222222222222-ap-northeast-1',
  imageTag: 'a1b2',
};

type Answer = Omit<DescribeImageScanFindingsCommandOutput, '$metadata'>;

/** A registry that gives one answer after the other, and the last of them from then on. */
function aRegistry(...answers: readonly (() => Answer)[]) {
  const client = new ECRClient({ region: IMAGE.region });
  const asked: unknown[] = [];
  jest.spyOn(client, 'send').mockImplementation((({ input }: { input: unknown }) => {
    asked.push(input);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return Promise.resolve().then(() => answer?.());
  }) as never);
  const pauses: number[] = [];
  const said: string[] = [];
  const reporter = {
    say: (line: string) => said.push(line),
    pause: (ms: number) => Promise.resolve(pauses.push(ms)),
  };
  return { scan: () => scanOf(client, IMAGE, reporter), asked, pauses, said };
}

const saying = (status: string, description?: string) => (): Answer => ({
  imageScanStatus: { status: status as 'COMPLETE', description },
});

/** A page of a basic scan, in the form of ECR's API reference. */
const page = (severity: string, id: string, nextToken?: string) => (): Answer => ({
  imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
  imageScanFindings: {
    imageScanCompletedAt: new Date('2026-12-01T04:00:00Z'),
    findings: [
      {
        name: id,
        severity: severity as 'HIGH',
        uri: `https://security-tracker.debian.org/tracker/${id}`,
        attributes: [
          { key: 'package_version', value: '1:1.2.13.dfsg-1' },
          { key: 'package_name', value: 'zlib' },
        ],
      },
    ],
  },
  nextToken,
});

describe('the scan of an image', () => {
  it('is read to its last page, and its critical findings stop a deploy', async () => {
    const { scan, asked } = aRegistry(
      page('CRITICAL', 'CVE-2026-1', 'more'),
      page('HIGH', 'CVE-2026-2'),
    );
    const found = await scan();
    expect(asked).toHaveLength(2);
    expect(found).toMatchObject({
      status: 'COMPLETE',
      scannedAt: new Date('2026-12-01T04:00:00Z'),
      findings: [
        { id: 'CVE-2026-1', severity: 'CRITICAL', package: 'zlib 1:1.2.13.dfsg-1' },
        { id: 'CVE-2026-2', severity: 'HIGH' },
      ],
    });
    expect(criticalIn(IMAGE, found)).toEqual([
      {
        id: 'CVE-2026-1',
        words: 'worker-222222222222: critical in zlib 1:1.2.13.dfsg-1: CVE-2026-1',
      },
    ]);
    expect(unknownOf(IMAGE, found)).toBeUndefined();
  });

  it('is of continuous scanning, too: what is suppressed elsewhere counts, what is closed does not', async () => {
    const finding = (id: string, status: string) => ({
      severity: 'CRITICAL',
      status,
      title: `${id} - openssl`,
      packageVulnerabilityDetails: {
        vulnerabilityId: id,
        vulnerablePackages: [{ name: 'openssl', version: '3.0.17' }],
      },
    });
    const { scan } = aRegistry(() => ({
      imageScanStatus: { status: 'ACTIVE' },
      imageScanFindings: {
        enhancedFindings: [
          finding('CVE-2026-1', 'ACTIVE'),
          finding('CVE-2026-2', 'SUPPRESSED'),
          finding('CVE-2026-3', 'CLOSED'),
        ],
      },
    }));
    const found = await scan();
    expect(criticalIn(IMAGE, found).map(({ id }) => id)).toEqual(['CVE-2026-1', 'CVE-2026-2']);
    expect(unknownOf(IMAGE, found)).toBeUndefined();
  });

  it('has found nothing, which passes', async () => {
    const found = await aRegistry(saying('COMPLETE')).scan();
    expect(criticalIn(IMAGE, found)).toEqual([]);
    expect(unknownOf(IMAGE, found)).toBeUndefined();
  });

  it('is waited for while it is under way', async () => {
    const { scan, pauses } = aRegistry(
      saying('PENDING'),
      saying('IN_PROGRESS'),
      page('LOW', 'CVE-2026-4'),
    );
    await expect(scan()).resolves.toMatchObject({ status: 'COMPLETE' });
    expect(pauses).toEqual([10_000, 10_000]);
  });

  it('that is under way for ten minutes is no pass', async () => {
    const { scan, pauses } = aRegistry(saying('IN_PROGRESS'));
    const found = await scan();
    expect(pauses).toHaveLength(60);
    expect(unknownOf(IMAGE, found)).toContain('the scan is IN_PROGRESS');
  });

  it.each([
    'FAILED',
    'UNSUPPORTED_IMAGE',
    'SCAN_ELIGIBILITY_EXPIRED',
    'FINDINGS_UNAVAILABLE',
    'LIMIT_EXCEEDED',
    'IMAGE_ARCHIVED',
    'A_STATUS_OF_TOMORROW',
  ])('that is %s is no pass, and says so in the words of ECR', async (status) => {
    const found = await aRegistry(saying(status, 'in its words')).scan();
    expect(unknownOf(IMAGE, found)).toContain(`the scan is ${status}: in its words;`);
  });

  it('that nobody has asked for is no pass, and is named with the command', async () => {
    const found = await aRegistry(refusing('ScanNotFoundException')).scan();
    expect(unknownOf(IMAGE, found)).toMatch(
      /^worker-222222222222: its vulnerabilities are not known, the scan is NOT_FOUND: .*: aws ecr start-image-scan --repository-name cdk-hnb659fds-container-assets-222222222222-ap-northeast-1 --image-id imageTag=a1b2, then retry$/,
    );
  });

  it('of an image that is not there, or may not be read, is an error', async () => {
    for (const name of ['ImageNotFoundException', 'AccessDeniedException']) {
      await expect(aRegistry(refusing(name)).scan()).rejects.toThrow(name);
    }
  });
});
