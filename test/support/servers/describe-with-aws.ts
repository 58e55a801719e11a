import { describeWith, type Requirement } from './describe-with';
import { isOnPath } from '../on-path';
import { ServerProcess, freePort } from './server-process';

const motoOnPath: Requirement = {
  met: isOnPath('moto_server'),
  remedy: "no moto_server on PATH; pip install 'moto[server]', or set AWS_ENDPOINT_URL",
};

/** Tests against the emulated AWS that AWS_ENDPOINT_URL names, else against one of their own. */
export function describeWithAws(title: string, tests: () => void): void {
  if (process.env['AWS_ENDPOINT_URL']) {
    describe(`${title} at AWS_ENDPOINT_URL:`, () => {
      tests();
    });
    return;
  }
  describeWith(motoOnPath, title, () => {
    let moto: ServerProcess;
    beforeAll(async () => {
      const port = await freePort();
      moto = new ServerProcess(port, 'moto_server', ['-H', '127.0.0.1', '-p', String(port)]);
      await moto.start();
      // where the SDK looks, in production too; nothing here can reach the real AWS
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: 'ap-northeast-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      });
    }, SERVER_START_MS);
    afterAll(() => moto.kill());
    tests();
  });
}

/** Python on a busy machine. */
const SERVER_START_MS = 60_000;
