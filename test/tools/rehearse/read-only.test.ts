import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { canBeReadOnly, onReadOnlyDisk } from '../../../tools/rehearse/read-only';

const exec = promisify(execFile);

// containers may not mount, CodeBuild's among them
const describeWithMounts = canBeReadOnly() ? describe : describe.skip;

describeWithMounts('a read-only disk', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'streamtech-root-'));
    await mkdir(path.join(root, 'scratch'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const touch = async (file: string) => {
    const [command = '', ...args] = onReadOnlyDisk(['touch', file], root, [
      path.join(root, 'scratch'),
    ]);
    await exec(command, args, { cwd: root });
  };

  it('takes writes in the folders that are mounted', async () => {
    await expect(touch(path.join(root, 'scratch', 'file'))).resolves.toBeUndefined();
    await expect(touch('scratch/file')).resolves.toBeUndefined();
  });

  it.each(['file', '/file', path.join(tmpdir(), 'streamtech-file')])(
    'takes none elsewhere: %s',
    async (file) => {
      await expect(touch(file)).rejects.toThrow('Read-only file system');
    },
  );
});
