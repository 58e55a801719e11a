import { outsideJest } from '../support/drivers/outside-jest';

/** Two linters, on a busy machine. */
jest.setTimeout(120_000);

/** What they say when the document says this of `GET /v1/videos`; they are modules that Jest does not load. */
const faultsWith = (change: object) =>
  outsideJest<string[]>('entries/lint-api.ts', JSON.stringify(change));

it('finds nothing in the document as it is', async () => {
  expect(await faultsWith({})).toEqual([]);
});

it.each([
  [{ tags: ['Nowhere'] }, /^spectral operation-tag-defined: .* at #\/paths\//],
  [{ operationId: 'getVideo' }, /^redocly operation-operationId-unique: .* at #\/paths\//],
])('fails when one of them finds something: %j', async (change, fault) => {
  expect((await faultsWith(change)).some((each) => fault.test(each))).toBe(true);
});
