/** Parts named one by one; how many there are is the sender's choice. */
const MOST_NAMED = 100;
const MOST_TEXT = 300;

/** What is not in the new model, for the person who gets it. */
export class Dropped {
  readonly #named: string[] = [];
  #more = 0;

  add(what: string): void {
    if (this.#named.length < MOST_NAMED) this.#named.push(what.length > MOST_TEXT ? `${what.slice(0, MOST_TEXT)}…` : what);
    else this.#more += 1;
  }

  list(): readonly string[] {
    return this.#more === 0 ? this.#named : [...this.#named, `${this.#more} more parts`];
  }
}
