import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { ROOT } from '../platform/settings';
import type { Certificate } from './certificate';
import { roleNameOf } from './deployment';
import type { Emulator } from './emulator';
import { roleEnvironment } from './hosting';
import { withoutAws } from './operator';
import { runProgram } from './programs';
import type { DeployedResource } from './record';

const phaseSchema = z.object({
  commands: z.array(z.string()).default([]),
  finally: z.array(z.string()).default([]),
});
const buildspecSchema = z.object({
  env: z.object({ 'exported-variables': z.array(z.string()) }).optional(),
  phases: z.record(z.string(), phaseSchema),
  artifacts: z.object({ 'base-directory': z.string() }).optional(),
});
export type Buildspec = z.output<typeof buildspecSchema>;

/** In the order of CodeBuild. */
const PHASES = ['install', 'pre_build', 'build', 'post_build'];

export interface BuildOptions {
  /** The deployed project. */
  readonly project: DeployedResource;
  readonly buildspec: Buildspec;
  /** What the action sets. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where the input is. */
  readonly input: string;
  readonly revision: string;
  readonly emulator: Emulator;
  readonly certificate: Certificate;
  /** Takes logs. */
  readonly directory: string;
  /** For the rehearsal's own app. */
  readonly env: NodeJS.ProcessEnv;
}

/** YAML, which JSON is too. */
export function parseBuildspec(text: string): Buildspec {
  return buildspecSchema.parse(parse(text));
}

/** What a project does with its input: a file of it, or what was deployed. */
export function buildspecOf({ properties }: DeployedResource, input: string): Buildspec {
  const { BuildSpec: spec } = properties['Source'] as { BuildSpec: string };
  const text = /\.ya?ml$/.test(spec) ? readFileSync(path.join(input, spec), 'utf8') : spec;
  // a watch of minutes is one look here: no alarm goes into ALARM on an emulator
  return parseBuildspec(text.replace(/--minutes \d+/, '--minutes 0.1'));
}

/**
 * Runs a buildspec as CodeBuild does: all commands in one shell, the first that fails ends the build,
 * what is to be done finally is done, all in the name of the project's role. Returns the variables that
 * it exports. @throws ProgramError
 */
export async function runBuild(options: BuildOptions): Promise<Record<string, string>> {
  const { project, buildspec, variables, input, revision, directory } = options;
  const name = String(project.properties['Name']);
  const script = path.join(directory, `${name}.sh`);
  const exported = path.join(directory, `${name}.exported`);
  const temporary = path.join(directory, `${name}.tmp`);
  // a container has its own
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  writeFileSync(
    script,
    scriptOf(buildspec, exported).replaceAll(/(?<=\s)\/tmp\//g, `${temporary}/`),
  );
  await runProgram('bash', [script], {
    cwd: input,
    env: {
      ...withoutAws(process.env),
      ...options.env,
      ...roleEnvironment(
        { ...options, directory: input },
        'codebuild.amazonaws.com',
        roleNameOf(project.properties['ServiceRole']),
      ),
      PATH: [npmOfBuilds(directory), process.env['PATH']].join(path.delimiter),
      CURL_CA_BUNDLE: options.certificate.certificate,
      CODEBUILD_RESOLVED_SOURCE_VERSION: revision,
      ...declaredBy(project),
      ...variables,
    },
    log: path.join(directory, `${name}.log`),
  });
  const lines = readFileSync(exported, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

/** The variables of a project, which an action may set anew. */
export function declaredBy({ properties }: DeployedResource): Record<string, string> {
  const { EnvironmentVariables: variables = [] } = properties['Environment'] as {
    EnvironmentVariables?: readonly { readonly Name: string; readonly Value: string }[];
  };
  return Object.fromEntries(variables.map(({ Name: name, Value: value }) => [name, value]));
}

/** `exported` is the file that takes the exported variables. */
export function scriptOf({ phases, env }: Buildspec, exported: string): string {
  const all = PHASES.flatMap((name) => phases[name] ?? []);
  const last = all.flatMap((phase) => phase.finally);
  const commands = all.flatMap((phase) => phase.commands);
  return [
    `: > '${exported}'`,
    'finally() {',
    '  status=$?',
    '  set +e',
    ...last,
    '  exit $status',
    '}',
    'trap finally EXIT',
    'set -e',
    ...commands,
    ...(env?.['exported-variables'] ?? []).map(
      (name) => `printf '%s=%s\\n' ${name} "$${name}" >> '${exported}'`,
    ),
    '',
  ].join('\n');
}

/**
 * `npm install` is answered by the packages of this checkout, which are linked into the build's; tools
 * that are installed with `-g` go into a folder under .build, once.
 */
function npmOfBuilds(directory: string): string {
  const folder = path.join(directory, 'bin');
  const tools = path.join(ROOT, '.build', 'rehearsal-tools');
  mkdirSync(folder, { recursive: true });
  const script = `#!/usr/bin/env bash
rest=$(printf %s "$PATH" | sed 's|^[^:]*:||')
case "$1 $2" in
  'install -g') test -e "${tools}/.$(echo "$3" | tr / -)" && exit 0
    PATH=$rest npm install --silent --prefix "${tools}" -g "$3" && touch "${tools}/.$(echo "$3" | tr / -)" ;;
  install*) echo 'packages: those of the checkout that rehearses' ;;
  *) PATH=$rest exec npm "$@" ;;
esac
`;
  const npm = path.join(folder, 'npm');
  writeFileSync(npm, script);
  chmodSync(npm, 0o755);
  return [folder, path.join(tools, 'bin')].join(path.delimiter);
}
