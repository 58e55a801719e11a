/** How a commercial is laid out; frames at 29.97 a second. */
export interface Commercial {
  readonly size: string;
  readonly barsFrames: number;
  readonly creditFrames: number;
  readonly firstPictureFrames: number;
  readonly bodyFrames: number;
  readonly lastPictureFrames: number;
  readonly toneSeconds: number;
  /** Of the body, stereo, LKFS. */
  readonly loudness: number;
  /** Of the body, at either end. */
  readonly silentSeconds: number;
  /** Of the first picture of the file. */
  readonly timecode: string;
}

/** 15 s as stations take them: bars, credit, first picture, body from 01:00:00;00, last picture. */
export const FIFTEEN_SECONDS: Commercial = {
  size: '1920x1080',
  barsFrames: 150,
  creditFrames: 60,
  firstPictureFrames: 90,
  bodyFrames: 450,
  lastPictureFrames: 90,
  toneSeconds: 5.005,
  loudness: -24,
  silentSeconds: 0.501,
  timecode: '00:59:50;00',
};

const FRAME_SECONDS = 1001 / 30_000;

/** Of the reference tone with the bars, a sine whose peak is at -20 dBFS. */
const REFERENCE = 0.1;

/** Input, graph and timecode for ffmpeg; the caller adds codecs and a file. Whole pictures, flagged as fields. */
export function commercial(layout: Commercial): string[] {
  const { size, barsFrames, creditFrames, firstPictureFrames, bodyFrames, lastPictureFrames } =
    layout;
  const still = (frames: number): string => `trim=end_frame=${frames},setpts=N/FRAME_RATE/TB`;
  const leader = (barsFrames + creditFrames + firstPictureFrames) * FRAME_SECONDS;
  const sound = {
    from: leader + layout.silentSeconds,
    to: leader + bodyFrames * FRAME_SECONDS - layout.silentSeconds,
    amplitude: 10 ** (layout.loudness / 20),
  };
  const seconds = leader + (bodyFrames + lastPictureFrames) * FRAME_SECONDS;
  const sine =
    `if(lt(t,${layout.toneSeconds}),${REFERENCE}*sin(2*PI*1000*t),` +
    `if(between(t,${sound.from},${sound.to}),${sound.amplitude}*sin(2*PI*997*t),0))`;
  const rate = 'r=30000/1001';
  const colours = 'c0=0x604030:c1=0x305060:c2=0x206040:c3=0x505050:n=4:seed=1:speed=0.04';
  return [
    ...['-f', 'lavfi', '-i', `smptehdbars=s=${size}:${rate}`],
    // words would need a font: light lines stand for them
    ...['-f', 'lavfi', '-i', `color=c=0x101010:s=${size}:${rate}`],
    ...['-f', 'lavfi', '-i', `gradients=s=480x270:${rate}:${colours}`],
    ...['-f', 'lavfi', '-i', `aevalsrc='${sine}':s=48000:d=${seconds}`],
    '-filter_complex',
    [
      `[0]${still(barsFrames)},format=yuv422p[bars]`,
      `[1]${[0.3, 0.45, 0.6].map((y) => `drawbox=x=iw*0.2:y=ih*${y}:w=iw*0.6:h=ih*0.06:c=0xc0c0c0:t=fill`).join(',')},${still(creditFrames)},format=yuv422p[credit]`,
      `[2]scale=${size.replace('x', ':')}:flags=bilinear,format=yuv422p,` +
        `trim=end_frame=${bodyFrames},setpts=N/FRAME_RATE/TB,` +
        `tpad=start_mode=clone:start=${firstPictureFrames}:stop_mode=clone:stop=${lastPictureFrames}[film]`,
      '[bars][credit][film]concat=n=3,setpts=N/FRAME_RATE/TB,setfield=tff,setsar=1[picture]',
      '[3]asplit=2[left][right]',
    ].join(';'),
    ...['-map', '[picture]', '-map', '[left]', '-map', '[right]', '-timecode', layout.timecode],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...['-color_range', 'tv'],
  ];
}
