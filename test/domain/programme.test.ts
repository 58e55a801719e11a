import { programmeInputSchema, programmeOf } from '../../src/domain/programme';
import { aProgramme } from '../support/factories/videos';

const input = { broadcastAt: '2025-11-15 21:00', class: 'general', captions: { present: true } };

function parsed(changes: object = {}) {
  return programmeOf(programmeInputSchema.parse({ ...input, ...changes }));
}

describe('a programme', () => {
  it('needs a time, a class, and whether it has captions; the rest is nothing out of the ordinary', () => {
    expect(parsed()).toEqual(
      aProgramme({
        broadcastAt: '2025-11-15T12:00:00.000Z',
        broadcastAtGiven: '2025-11-15 21:00',
      }),
    );
  });

  it('may say when it ended, in the hours of broadcasters too', () => {
    expect(parsed({ broadcastEndsAt: '2025-11-15 25:30' })).toMatchObject({
      broadcastEndsAt: '2025-11-15T16:30:00.000Z',
    });
  });

  it.each([
    ['2025年11月15日 25:30', '2025年11月15日 25:30'],
    ['令和7年11月15日 25時30分', '令和7年11月15日 25時30分'],
    [' 2025/11/15 25:30 ', '2025/11/15 25:30'],
    ['2025-11-16T01:30:00+09:00', null],
  ])('that is broadcast at %s keeps these words beside the instant', (text, given) => {
    expect(parsed({ broadcastAt: text, broadcastEndsAt: '2025-11-15 26:00' })).toMatchObject({
      broadcastAt: '2025-11-15T16:30:00.000Z',
      broadcastAtGiven: given,
      broadcastEndsAt: '2025-11-15T17:00:00.000Z',
      broadcastEndsAtGiven: '2025-11-15 26:00',
    });
  });

  it.each(['AB12CD34EF', '0000000000', 'IOIOABCDEF'])('takes the CM code %s', (cmCode) => {
    expect(parsed({ cmCode, isAdvertisement: true })).toMatchObject({ cmCode });
  });

  it.each([
    [{ cmCode: 'AB12CD34EI', isAdvertisement: true }, 'without I and O'],
    [{ cmCode: 'AB12CD34E', isAdvertisement: true }, 'ten characters'],
    [{ cmCode: 'ab12cd34ef', isAdvertisement: true }, 'ten characters'],
    [{ cmCode: 'AB12CD34EF' }, "must be null unless 'isAdvertisement' is true"],
    [{ cmSeconds: 15 }, "must be null unless 'isAdvertisement' is true"],
    [{ credit: { cmCode: 'AB12CD34EF' } }, "must be null unless 'isAdvertisement' is true"],
    [{ credit: { cmCode: 'AB12' }, isAdvertisement: true }, 'ten characters'],
    [{ cmSeconds: 15.5, isAdvertisement: true }, 'int'],
    [{ broadcastAt: '2025-11-15 30:00' }, 'hours 0 to 29'],
    [{ broadcastEndsAt: '2025-11-15 21:00' }, "must be later than 'broadcastAt'"],
    [{ broadcastEndsAt: '2025-11-17 21:01' }, 'by 48 hours at most'],
    [{ broadcastEndsAt: 'midnight' }, 'hours 0 to 29'],
    [{ class: 'news' }, 'Invalid option'],
    [{ ageRating: 'R15' }, 'Invalid option'],
    [{ standardsProfile: 'JP TV' }, 'letters, digits and hyphens'],
    [{ rating: 'G' }, 'Unrecognized key'],
  ])('refuses %j', (changes, message) => {
    const result = programmeInputSchema.safeParse({ ...input, ...changes });
    expect(result.error?.issues[0]?.message).toContain(message);
  });
});

describe('captions', () => {
  it.each([
    ['2025-11-15 05:59', {}, false],
    ['2025-11-15 06:00', {}, true],
    ['2025-11-15 24:59', {}, true],
    ['2025-11-15 25:00', {}, false],
    ['2025-11-15 03:00', { disaster: true }, true],
    ['2025-11-15 21:00', { exclusion: 'foreign_language' }, false],
    ['2025-11-15 21:00', { exclusion: 'rights', disaster: true }, false],
  ])('at %s with %j: required is %s', (broadcastAt, of, required) => {
    const { captions } = parsed({ broadcastAt, captions: { present: false, ...of } });
    expect(captions.required).toBe(required);
  });

  it('are not asked of an advertisement', () => {
    expect(parsed({ isAdvertisement: true }).captions.required).toBe(false);
  });
});
