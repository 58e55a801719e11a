import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { APIGatewayProxyHandler } from 'aws-lambda';
import { bundledPage, pageEnvironment } from '../../../lib/constructs/bundled-page';
import { authorize } from '../../../src/api/authorizer';
import { behindGateway, lambdaHandler } from '../../../src/api/lambda';
import { environmentNames } from '../../../src/runtime/environment';
import { freePort } from '../../../tools/free-port';
import { ApiFront } from '../../../tools/rehearse/api-front';
import { makeCertificate } from '../../../tools/rehearse/certificate';
import type { LambdaFunction } from '../../../tools/rehearse/lambda-function';
import { visitPage } from '../../../tools/rehearse/visit-page';
import { aDeployedApi } from '../../support/factories/deployed-api';
import { aLambdaContext } from '../../support/factories/gateway-event';
import { describeWithChromium } from '../../support/servers/describe-with-chromium';
import { apiKeys, keys, type PageApi, startPageApi } from '../../support/servers/page-api';

/*
 * The page as it is deployed, in a real browser: its bundle, served by the handler of the function, over the
 * routes of the template, below the path of a stage.
 */

describeWithChromium('the page over the deployed routes', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'visit-'));
  const file = path.join(directory, '東京の朝.mp4');
  let front: ApiFront;
  let api: PageApi;

  beforeAll(async () => {
    bundledPage.addTo(directory);
    const folders = pageEnvironment(directory);
    const pageDirectory = folders[environmentNames.pageDirectory] ?? '';
    const swaggerUiDirectory = folders[environmentNames.swaggerUiDirectory] ?? '';
    let handler: APIGatewayProxyHandler;
    api = await startPageApi(pageDirectory, [], {
      changes: { ...behindGateway, swaggerUiDirectory },
      prepare: (app) => {
        handler = lambdaHandler(app);
      },
    });
    const find = { authenticate: (key: string) => Promise.resolve(apiKeys.authenticate(key)) };
    front = await ApiFront.listen(await freePort(), await makeCertificate(directory));
    front.serve(aDeployedApi(), (name) => {
      const call = (event: never) =>
        name.startsWith('Authorizer')
          ? authorize(event, find)
          : handler(event, { ...aLambdaContext }, () => undefined);
      return { call } as unknown as LambdaFunction;
    });
    writeFileSync(file, 'a few bytes');
  });
  afterAll(async () => {
    await front.close();
    await api.close();
    rmSync(directory, { recursive: true });
  });

  const visit = (key: string, origins = [front.url, api.bucket.origin]) =>
    visitPage({ pageUrl: `${front.url}/test/`, key, file, origins });

  it('lets a person sign in, upload, read, and look into the page of the API', async () => {
    const before = api.bucket.received.length;
    await expect(visit(keys.write)).resolves.toMatch(/^signed in, uploaded, saw it ready/);
    expect(api.bucket.received.slice(before)).toEqual([0]);
  }, 90_000);

  it('is no visit that went well when another host is asked', async () => {
    await expect(visit(keys.write, [front.url])).rejects.toThrow(
      `the browser complained: request to ${api.bucket.origin}/`,
    );
  }, 90_000);
});
