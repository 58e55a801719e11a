import { PacketSpan } from '../../src/media/packet-span';

function secondsOf(...chunks: string[]): number | null {
  const span = new PacketSpan();
  for (const chunk of chunks) span.append(Buffer.from(chunk));
  return span.seconds;
}

it('goes to the latest end, not to the end of the last line', () => {
  expect(secondsOf('0.00,0,0.04\n0.12,0.04,0.04\n0.08,0.08,0.04\n')).toBeCloseTo(0.16);
});

it('begins with the first packet, whatever the clock said then', () => {
  expect(secondsOf('3600.5,3600,0.5\n3600,3600,0.5\n')).toBeCloseTo(1);
});

it('lines may be cut anywhere', () => {
  expect(secondsOf('0,0,1\n1.5,1.', '5,0.5\n2', '.5,2.5,0.5\n')).toBeCloseTo(3);
});

it('a decoding timestamp serves where there is no other; no length is none', () => {
  expect(secondsOf('0,0,1\nN/A,4,1\n')).toBeCloseTo(5);
  expect(secondsOf('0,0,1\n4,4,N/A\n')).toBeCloseTo(4);
});

it('without a timestamp there is no length', () => {
  expect(secondsOf('N/A,N/A,1\n')).toBeNull();
  expect(secondsOf()).toBeNull();
});
