import { relative } from 'node:path';
import type { IConstruct } from 'constructs';

/** A frame of a creation trace: `new IngestBucket (/repo/lib/constructs/ingest-bucket.ts:39:24)`. */
const FRAME = /\((\/.+):(\d+):\d+\)$/;

/**
 * The line of our code that makes a construct, as `file:line` from the working directory.
 * Of what the library makes by itself it is the line that makes the construct around it. Empty when
 * the toolkit kept no trace.
 */
export function sourceOf(node: IConstruct): string {
  const traces = node.node.scopes
    .reverse()
    .flatMap((scope) => [scope, ...(scope.node.defaultChild ? [scope.node.defaultChild] : [])])
    .flatMap(({ node: { metadata } }) => metadata)
    .filter(({ type }) => type === 'aws:cdk:creationStack')
    .flatMap(({ data }) => data as string[]);
  for (const frame of traces) {
    const [, file = '', line] = FRAME.exec(frame) ?? [];
    const path = relative(process.cwd(), file);
    if (line !== undefined && !path.startsWith('..') && !path.includes('node_modules'))
      return `${path}:${line}`;
  }
  return '';
}
