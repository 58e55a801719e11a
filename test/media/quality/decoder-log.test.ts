import { DecoderLog } from '../../../src/media/quality/decoder-log';

const said = (...lines: string[]) => {
  const log = new DecoderLog(() => undefined);
  const complaints = log.complaintsIn(Buffer.from(`${lines.join('\n')}\n`)).toString();
  return { complaints, transportError: log.transportError };
};

it('a piece of the object that ends is no error of anybody', () => {
  const pieces = said(
    '[http @ 0x55d0] [error] Stream ends prematurely at 1048576, should be 13606346',
    '[http @ 0x55d0] [warning] Will reconnect at 1048576 in 0 second(s), error=I/O error.',
  );
  expect(pieces).toEqual({ complaints: '', transportError: null });
});

it('a decoder that cannot reach its bytes is no complaint about the file', () => {
  const line = '[tcp @ 0x55d0] [error] Connection to tcp://127.0.0.1:9 failed: Connection refused';
  expect(said(line)).toEqual({ complaints: '', transportError: line });
});

it('what the decoder says of the file is', () => {
  const line = '[h264 @ 0x55d0] [error] error while decoding MB 12 9';
  expect(said(line)).toEqual({ complaints: `${line}\n`, transportError: null });
});
