import * as path from 'node:path';
import * as ts from 'typescript';

/*
 * CONTRIBUTING.md says where each kind of change goes. Here each is begun in a copy that lies in memory
 * alone, and the compiler must ask for it by name in every next place.
 */

const ROOT = path.join(__dirname, '..');

interface Begun {
  /** What somebody wants. */
  readonly change: string;
  /** The first file to touch, a text of it, and what is put before that text. */
  readonly begin: readonly [file: string, before: string, added: string];
  /** What the new thing is called there. */
  readonly name: string;
  /** The files that must complain of its absence then. */
  readonly next: readonly string[];
}

const metadataField: Omit<Begun, 'next'> = {
  change: 'a field of the technical metadata',
  begin: [
    'src/domain/technical-metadata.ts',
    "  attachedPicture: z.boolean().describe('A cover",
    '  spherical: z.boolean(),\n',
  ],
  name: 'spherical',
};
const state: Omit<Begun, 'next'> = {
  change: 'a state of a video',
  begin: ['src/domain/status.ts', "  'ready',\n", "  'archived',\n"],
  name: 'archived',
};

const platform: readonly Begun[] = [
  {
    ...metadataField,
    next: ['src/api/openapi-examples.ts', 'src/media/metadata/streams.ts'],
  },
  { ...state, next: ['src/domain/status.ts'] },
  {
    change: 'a measure of the picture',
    begin: [
      'src/domain/quality/picture.ts',
      "  freeze: intervalListSchema.describe('Changes",
      '  noise: z.number().nullable(),\n',
    ],
    name: 'noise',
    next: ['src/media/quality/picture-meter.ts', 'src/domain/quality/measurements.ts'],
  },
  {
    change: 'a list of times in the sound',
    begin: [
      'src/domain/quality/sound.ts',
      '  phase: phaseSchema.nullable()',
      '  clicks: intervalListSchema,\n',
    ],
    name: 'clicks',
    next: ['src/media/quality/sound-meter.ts', 'src/report/timeline.ts', 'src/report/words.ts'],
  },
  {
    change: 'a reason that a measure has no value',
    begin: ['src/domain/quality/reading.ts', "  lossy: 'absent',", "  too_dark: 'absent',\n"],
    name: 'too_dark',
    next: ['src/report/words.ts'],
  },
  {
    change: 'a route',
    begin: [
      'src/api/routes.ts',
      "  {\n    operationId: 'listVideos',",
      `  {
    operationId: 'countVideos', method: 'GET', path: '/v1/count', tag: 'Videos', access: 'read',
    summary: 'Count videos', responses: { 204: { description: 'Counted' } },
  },
`,
    ],
    name: 'countVideos',
    next: ['src/api/handlers/handlers.ts'],
  },
  {
    change: 'a method of the catalogue',
    begin: [
      'src/storage/catalogue/video-reads.ts',
      '  async find(',
      '  countAll(): number { return 0; }\n\n',
    ],
    name: 'countAll',
    next: ['src/storage/cache/cached-catalogue.ts'],
  },
  {
    change: 'a part of the platform that is watched',
    begin: [
      'lib/monitoring/watched.ts',
      '  /** PostgreSQL. */',
      '  readonly standby: MetadataDatabase;\n',
    ],
    name: 'standby',
    next: ['lib/monitoring/platform-alarms.ts', 'lib/stacks/monitoring-stack.ts'],
  },
  {
    change: 'a setting of an environment',
    begin: [
      'lib/config/environment-config.ts',
      '  /** Graviton, such as `cache.t4g.small`. */',
      "  databaseProxy: oneOf(['none', 'rds']),\n",
    ],
    name: 'databaseProxy',
    next: ['lib/config/environments.ts', 'test/stages/second-deploy.long.test.ts'],
  },
];

const page: readonly Begun[] = [
  { ...metadataField, next: ['src/page/components/video-stream.tsx'] },
  {
    change: 'a field of a sound track',
    begin: [
      'src/domain/technical-metadata.ts',
      "  sampleRate: z.int().nullable().describe('Hz'),",
      '  dialogueLevel: z.number(),\n',
    ],
    name: 'dialogueLevel',
    next: ['src/page/components/streams.tsx'],
  },
  { ...state, next: ['src/page/i18n/en.ts', 'src/page/video/facts.ts'] },
  {
    change: 'a reason to reject a file',
    begin: ['src/domain/rejection.ts', "  truncated: 'The file", "  too_old: 'Too old',\n"],
    name: 'too_old',
    next: ['src/page/i18n/en.ts'],
  },
];

describe.each([
  ['the platform', 'tsconfig.json', platform],
  ['the page', 'src/page/tsconfig.json', page],
])('%s', (_, configFile, changes) => {
  const complaints = complaintsIn(configFile, changes);

  it.each(changes.map(({ change, ...each }) => ({ change, ...each })))(
    'is asked in each next place for $change',
    ({ name, next }) => {
      const silent = next.filter(
        (file) => !complaints.get(file)?.some((message) => message.includes(name)),
      );
      expect(silent).toEqual([]);
    },
  );
});

/** What the compiler says of each next place once all of these changes are begun. */
function complaintsIn(
  configFile: string,
  changes: readonly Begun[],
): ReadonlyMap<string, readonly string[]> {
  const config = path.join(ROOT, configFile);
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config as object,
    ts.sys,
    path.dirname(config),
  );
  const changed = new Map<string, string>();
  for (const { begin } of changes) {
    const [file, before, added] = begin;
    const name = path.join(ROOT, file);
    const text = changed.get(name) ?? ts.sys.readFile(name) ?? '';
    if (!text.includes(before)) throw new Error(`${file} must have ${JSON.stringify(before)}`);
    changed.set(
      name,
      text.replace(before, () => added + before),
    );
  }
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (name) => changed.get(path.resolve(name)) ?? readFile(name);
  const files = [...new Set(changes.flatMap(({ next }) => next))];
  const program = ts.createProgram(
    files.map((file) => path.join(ROOT, file)),
    options,
    host,
  );
  return new Map(
    files.map((file) => [
      file,
      program
        .getSemanticDiagnostics(program.getSourceFile(path.join(ROOT, file)))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ]),
  );
}
