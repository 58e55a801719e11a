import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Template, Templates } from './templates';

/** Every stack of every stage in a cloud assembly, by name. */
export function readTemplates(assembly: string): Templates {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' });
  const manifests = files.filter((name) => path.basename(name) === MANIFEST);
  const folders = manifests.map((file) => path.join(assembly, path.dirname(file)));
  return Object.assign({}, ...folders.map(readStage)) as Templates;
}

/** The stacks of one stage: those in the manifest of its folder. */
export function readStage(folder: string): Templates {
  const manifest = readFileSync(path.join(folder, MANIFEST), 'utf8');
  const { artifacts = {} } = JSON.parse(manifest) as { artifacts?: Record<string, Artifact> };
  return Object.fromEntries(
    Object.values(artifacts).flatMap(({ type, properties }) => {
      if (type !== 'aws:cloudformation:stack' || !properties) return [];
      const { stackName, templateFile } = properties;
      const text = readFileSync(path.join(folder, templateFile), 'utf8');
      return [[stackName, JSON.parse(text) as Template] as const];
    }),
  );
}

const MANIFEST = 'manifest.json';

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly stackName: string; readonly templateFile: string };
}
