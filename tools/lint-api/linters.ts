import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Spectral, type RulesetDefinition } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';

/** What each linter says against an OpenAPI document: `redocly rule: message at place`. */
export async function faultsOf(document: string): Promise<string[]> {
  return (await Promise.all([byRedocly(document), bySpectral(document)])).flat();
}

/** Where messages say that the document is; nothing is read from there. */
const NAME = '/openapi.json';

async function byRedocly(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'], telemetry: 'off' });
  const problems = await lintFromString({ source, absoluteRef: NAME, config });
  return problems.map(
    ({ ruleId, message, location }) =>
      `redocly ${ruleId}: ${message} at ${location[0]?.pointer ?? '#'}`,
  );
}

/** What Spectral gets wrong of OpenAPI 3.1, and why it is right as it stands. */
const wrongOf31 = {
  // 3.1 names roles for keys and bearer tokens too; scopes that are declared are those of OAuth 2 only
  'oas3-operation-security-defined': 'off',
} as const;

async function bySpectral(document: string): Promise<string[]> {
  const spectral = new Spectral();
  const ruleset: RulesetDefinition = {
    // its types are those of an older edition of its own rules
    extends: [[oas as RulesetDefinition, 'recommended']],
    rules: wrongOf31,
  };
  spectral.setRuleset(ruleset);
  const results = await spectral.run(JSON.parse(document) as Record<string, unknown>);
  return results.map(
    ({ code, message, path }) => `spectral ${code}: ${message} at #/${path.join('/')}`,
  );
}
