import { cmCodesIn } from '../../src/domain/cm-code';

/* Of the Code Control Center: four characters, six without I and O, written with or without `=` between them. */
it.each([
  ['CM_9AB8CDE765.MXF', ['9AB8CDE765']],
  ['CM_9AB8=CDE765.MXF', ['9AB8CDE765']],
  ['cm_9ab8cde765.mxf', ['9AB8CDE765']],
  ['ＣＭ＿９ＡＢ８ＣＤＥ７６５.mxf', ['9AB8CDE765']],
  ['9AB8CDE765_15秒.mxf', ['9AB8CDE765']],
  ['IOIOABCDEF.mxf', ['IOIOABCDEF']],
  ['20261201_CM_9AB8CDE765.mxf', ['9AB8CDE765']],
  // a number of ten digits could be one
  ['2026120112_9AB8CDE765.mxf', ['2026120112', '9AB8CDE765']],
  ['CM_9AB8CDE7I5.mxf', []],
  ['CM_9AB8CDE7O5.mxf', []],
  ['CM_9AB8-CDE765.mxf', []],
  ['CM_9AB8CDE76.mxf', []],
  ['CM_9AB8CDE7651.mxf', []],
  ['COMMERCIAL.mxf', []],
])('the codes in the name %s are %j', (name, codes) => {
  expect(cmCodesIn(name)).toEqual(codes);
});
