import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launcher } from '../../../tools/rehearse/moto';

describe('moto is', () => {
  let bin: string;

  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), 'streamtech-bin-'));
  });
  afterEach(() => rm(bin, { recursive: true }));

  /** Puts a program on PATH that ends well with these arguments, and with no others. */
  const install = async (name: string, pattern: string) => {
    const file = path.join(bin, name);
    await writeFile(file, `#!/bin/sh\ncase "$*" in ${pattern}) exit 0 ;; *) exit 1 ;; esac\n`);
    await chmod(file, 0o755);
  };
  const find = () =>
    launcher({
      directory: '/record',
      port: 5000,
      variables: ['REHEARSAL_RECORD'],
      searchPath: bin,
      virtualEnvironment: path.join(bin, 'none'),
    });

  it('that of Python, when Python has it', async () => {
    await install('python3', '-c*');
    expect(find()).toMatchObject({ command: 'python3', found: 'moto 5 of python3' });
  });

  it('that of Docker, when Python has it not and cannot install it', async () => {
    await install('python3', '--version');
    await install('docker', 'info');
    const { command, args } = find();
    expect(command).toBe('docker');
    expect(args.join(' ')).toContain('--publish 127.0.0.1:5000:5000 --env REHEARSAL_RECORD');
    expect(args).toContain('/record:/record');
  });

  it('asked for, when nothing has it', () => {
    expect(find).toThrow("neither moto 5 ('moto_server') is on PATH, nor python3");
  });
});
