/** Reads bits from a buffer, the highest of each byte first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Next byte to load. */
  #position = 0;
  /** Loaded bits, right-aligned, and how many of them are still to be read. */
  #held = 0;
  #count = 0;

  /** Begins `bitOffset` bits (0 to 7) into the first byte. */
  constructor(bytes: Uint8Array, bitOffset: number) {
    this.#bytes = bytes;
    if (bitOffset > 0) this.read(bitOffset);
  }

  /** The next 1 to 24 bits as a number; throws `OutOfBits` where the buffer ends before. */
  read(count: number): number {
    while (this.#count < count) {
      if (this.#position >= this.#bytes.length) throw new OutOfBits();
      this.#held = ((this.#held & 0xff_ffff) << 8) | this.#bytes[this.#position++]!;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#held >>> this.#count) & ((1 << count) - 1);
  }

  /** Bits read, counted from the first byte. */
  get position(): number {
    return this.#position * 8 - this.#count;
  }
}

/** The buffer ended in the middle of what was asked for. */
export class OutOfBits extends Error {}
