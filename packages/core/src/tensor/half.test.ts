import assert from 'node:assert/strict';
import test from 'node:test';
import { brainBits, brainValue, fromHalves, halfBits, halfValue, toHalves } from './half.ts';

/** float32 bits, and the bits of the float16 and the bfloat16 to which NumPy 2 and ml_dtypes 0.5 round them. */
const ROWS: readonly (readonly [single: number, half: number, brain: number])[] = [
  [3297310446, 58440, 50313],
  [3269718087, 55072, 49892],
  [1157632409, 26625, 17664],
  [3285153408, 56956, 50127],
  [1147695940, 25412, 17512],
  [3296782064, 58375, 50305],
  [1121102266, 22165, 17107],
  [3279518004, 56268, 50041],
  [3272712938, 55437, 49938],
  [1145213025, 25109, 17475],
  [1158126935, 26685, 17672],
  [3268713522, 54949, 49877],
  [1151702696, 25901, 17574],
  [1136211249, 24010, 17337],
  [1144856499, 25065, 17469],
  [3286260021, 57091, 50144],
  [3291205241, 57694, 50220],
  [3275067846, 55725, 49974],
  [3292293722, 57827, 50236],
  [1091697296, 18576, 16658],
  [3296833841, 58382, 50306],
  [1102654044, 19913, 16825],
  [1128440412, 23061, 17219],
  [1155874010, 26410, 17637],
  [1155121132, 26318, 17626],
  [1141118036, 24609, 17412],
  [3287406900, 57231, 50162],
  [1142731514, 24806, 17437],
  [1146156610, 25224, 17489],
  [3274747429, 55685, 49969],
  [3293534148, 57979, 50255],
  [3302844634, 59115, 50397],
  [3247964200, 52416, 49560],
  [1156756906, 26518, 17651],
  [3275403006, 55765, 49979],
  [1137367005, 24151, 17355],
  [1136711330, 24071, 17345],
  [0, 0, 0],
  [2147483648, 32768, 32768],
  [1065353216, 15360, 16256],
  [1199562752, 31743, 18304],
  [1199566845, 31743, 18304],
  [1199566848, 31744, 18304],
  [3347050496, 64512, 51072],
  [869711765, 2, 13271],
  [864025317, 1, 13184],
  [855636709, 0, 13056],
  [855638015, 0, 13056],
  [947894794, 1023, 14464],
  [947912704, 1024, 14464],
  [1065357312, 15360, 16256],
  [1065365504, 15362, 16256],
  [1065385984, 15364, 16256],
  [1065451520, 15372, 16258],
  [1157623808, 26624, 17664],
  [1157629952, 26624, 17664],
  [1157632000, 26624, 17664],
  [1157640192, 26626, 17664],
  [2139095040, 31744, 32640],
  [4286578688, 64512, 65408],
];

const single = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] as number;

test('numbers round to halves as NumPy rounds them', () => {
  for (const [bits, half, brain] of ROWS) {
    assert.equal(halfBits(single(bits)), half, `${single(bits)} as float16`);
    assert.equal(brainBits(single(bits)), brain, `${single(bits)} as bfloat16`);
  }
});

test('each pattern is the number that becomes it again', () => {
  for (let bits = 0; bits < 65536; bits++) {
    if (!Number.isNaN(halfValue(bits))) assert.equal(halfBits(halfValue(bits)), bits);
    if (!Number.isNaN(brainValue(bits))) assert.equal(brainBits(brainValue(bits)), bits);
  }
});

test('what is no number stays none', () => {
  for (const dtype of ['float16', 'bfloat16'] as const) assert.deepEqual([...fromHalves(toHalves([Number.NaN, -0, 1.5], dtype), dtype)], [Number.NaN, -0, 1.5]);
});
