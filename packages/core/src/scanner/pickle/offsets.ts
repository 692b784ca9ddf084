/** A set of offsets that come in their order, in eight bytes each. */
export class Offsets {
  readonly #sorted: number[] = [];

  get size(): number {
    return this.#sorted.length;
  }

  /** @param offset - behind all that are in it. */
  add(offset: number): void {
    this.#sorted.push(offset);
  }

  has(offset: number): boolean {
    let [from, to] = [0, this.#sorted.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#sorted[middle] as number) < offset) from = middle + 1;
      else to = middle;
    }
    return this.#sorted[from] === offset;
  }
}
