/** The five primes of XXH64, each as its high and low half: JavaScript has no multiplication of 64 bits but with BigInt, which is some twenty times slower. */
const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

type Prime = readonly [high: number, low: number];

/** Low 32 bits of XXH64 with seed 0, the checksum of Zstandard frames (RFC 8878, 3.1.1; xxhash_spec.md 0.1.1, "XXH64 algorithm description"). */
export function xxHash64Low(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const hash = new Half(P5[0], P5[1]);
  let at = bytes.length & ~31;
  if (at > 0) stripes(view, at, hash);
  hash.add(Math.floor(bytes.length / 2 ** 32), bytes.length >>> 0);
  for (; at + 8 <= bytes.length; at += 8)
    hash
      .fold(round(new Half(0, 0), view, at))
      .rotate(27)
      .times(P1)
      .add(P4[0], P4[1]);
  if (at + 4 <= bytes.length) {
    hash
      .fold(new Half(0, view.getUint32(at, true)).times(P1))
      .rotate(23)
      .times(P2)
      .add(P3[0], P3[1]);
    at += 4;
  }
  for (; at < bytes.length; at++)
    hash
      .fold(new Half(0, view.getUint8(at)).times(P5))
      .rotate(11)
      .times(P1);
  return hash.shiftedXor(33).times(P2).shiftedXor(29).times(P3).shiftedXor(32).low >>> 0;
}

function stripes(view: DataView, end: number, hash: Half): void {
  const lanes = new Int32Array(8);
  lanes.set([P1[0] + P2[0], P1[1] + P2[1], P2[0], P2[1], 0, 0, ~P1[0], -P1[1]]);
  for (let at = 0; at < end; at += 32)
    for (let lane = 0; lane < 8; lane += 2) step(lanes, lane, view.getInt32(at + lane * 4, true), view.getInt32(at + lane * 4 + 4, true));
  const halves = [0, 2, 4, 6].map((lane) => new Half(lanes[lane] as number, lanes[lane + 1] as number));
  hash.set(0, 0);
  halves.forEach(({ high, low }, index) => {
    const turned = new Half(high, low).rotate([1, 7, 12, 18][index] as number);
    hash.add(turned.high, turned.low);
  });
  for (const half of halves) hash.fold(half.times(P2).rotate(31).times(P1)).times(P1).add(P4[0], P4[1]);
}

/** `round` on the two halves at `lane`, without an object: this is where the time goes. */
function step(lanes: Int32Array, lane: number, inputLow: number, inputHigh: number): void {
  const addLow = Math.imul(inputLow, P2[1]) >>> 0;
  const addHigh = highOf(inputHigh, inputLow, P2[0], P2[1]);
  const sum = ((lanes[lane + 1] as number) >>> 0) + addLow;
  const high = ((lanes[lane] as number) + addHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
  const low = sum | 0;
  const turnedLow = (low << 31) | (high >>> 1);
  lanes[lane] = highOf((high << 31) | (low >>> 1), turnedLow, P1[0], P1[1]);
  lanes[lane + 1] = Math.imul(turnedLow, P1[1]);
}

/** High half of a product; those of 16 by 32 bits are exact in a double. */
function highOf(high: number, low: number, factorHigh: number, factorLow: number): number {
  const second = (low >>> 16) * factorLow + Math.floor(((low & 0xffff) * factorLow) / 65_536);
  return (Math.floor(second / 65_536) + Math.imul(high, factorLow) + Math.imul(low, factorHigh)) | 0;
}

function round(lane: Half, view: DataView, at: number): Half {
  const input = new Half(view.getInt32(at + 4, true), view.getInt32(at, true)).times(P2);
  return lane.add(input.high, input.low).rotate(31).times(P1);
}

/** A number of 64 bits that is changed in place, as two of 32. */
class Half {
  high: number;
  low: number;

  constructor(high: number, low: number) {
    this.high = high | 0;
    this.low = low | 0;
  }

  set(high: number, low: number): this {
    this.high = high | 0;
    this.low = low | 0;
    return this;
  }

  add(high: number, low: number): this {
    const sum = (this.low >>> 0) + (low >>> 0);
    return this.set(this.high + high + (sum > 0xffffffff ? 1 : 0), sum);
  }

  fold(other: Half): this {
    return this.set(this.high ^ other.high, this.low ^ other.low);
  }

  shiftedXor(bits: number): this {
    const { high, low } = this;
    if (bits >= 32) return this.set(high, low ^ (high >>> (bits - 32)));
    return this.set(high ^ (high >>> bits), low ^ ((low >>> bits) | (high << (32 - bits))));
  }

  /** @param bits - 1 to 31. */
  rotate(bits: number): this {
    const { high, low } = this;
    return this.set((high << bits) | (low >>> (32 - bits)), (low << bits) | (high >>> (32 - bits)));
  }

  times([high, low]: Prime): this {
    return this.set(highOf(this.high, this.low, high, low), Math.imul(this.low, low));
  }
}
