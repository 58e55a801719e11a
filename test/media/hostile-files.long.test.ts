import { describeHostileFiles } from './hostile-files-contract';

/* The files of each class that hostile-files.test.ts leaves. */

jest.setTimeout(300_000);

describeHostileFiles([2], [1, 5]);
