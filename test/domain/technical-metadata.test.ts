import { technicalMetadataSchema } from '../../src/domain/technical-metadata';
import { aVideoStream, someMetadata } from '../support/factories/videos';

it('takes metadata as the probe makes it', () => {
  expect(technicalMetadataSchema.parse(someMetadata())).toEqual(someMetadata());
});

it('refuses a stream of a kind that it does not know', () => {
  const metadata = { ...someMetadata(), streams: [{ ...aVideoStream(), type: 'smell' }] };
  expect(technicalMetadataSchema.safeParse(metadata).success).toBe(false);
});
