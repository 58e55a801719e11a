import { openApi } from '../../../src/api/openapi';
import { faultsOf } from '../../../tools/lint-api/linters';

/* Prints what the linters say of the document, once `GET /v1/videos` has the properties of the argument. */

const document = JSON.parse(openApi()) as { paths: { '/v1/videos': { get: object } } };
Object.assign(document.paths['/v1/videos'].get, JSON.parse(process.argv[2] ?? '{}'));
void faultsOf(JSON.stringify(document)).then((faults) => {
  console.log(JSON.stringify(faults));
});
