import { sameBytes } from "./read-bytes";
import type { PlannedKey } from "./plan-json";

/** Looks keys up by the bytes of their names. */
export interface KeyFinder {
  /** To be called before each object. */
  begin: () => void;
  /**
   * The end of the name that begins at `from`, which is the place of its closing quote; -1 where the line ends first. `found` is then
   * the key of that name at the level, or null.
   */
  end: (buf: Uint8Array, from: number, to: number, level: number) => number;
  found: PlannedKey | null;
}

/** Keys of a line remembered for the next, and bytes of a name. */
const MOST_KEYS = 256;
const MOST_BYTES = 48;

/**
 * Objects of one log have the same keys in the same order, nearly: each name is first compared with the one that stood at its place in
 * the line before, and with the next one in case a key is missing. Most names are so known by one comparison, whether they mean
 * something or not; the others are looked up by length and three of their bytes.
 */
export function createKeyFinder(levels: readonly PlannedKey[][]): KeyFinder {
  const find = keyLookup(levels);
  const names = new Uint8Array(MOST_KEYS * MOST_BYTES);
  const sizes = new Uint8Array(MOST_KEYS);
  const levelOf = new Int32Array(MOST_KEYS);
  const keys: (PlannedKey | null)[] = [];
  let known = 0;
  let step = 0;
  let missed = 0;

  const standsAt = (buf: Uint8Array, from: number, to: number, level: number, place: number): boolean => {
    const size = sizes[place]!;
    if (place >= known || levelOf[place] !== level || from + size >= to || buf[from + size] !== 34) return false;
    const start = place * MOST_BYTES;
    for (let i = 0; i < size; i++) if (buf[from + i] !== names[start + i]) return false;
    return true;
  };

  const finder: KeyFinder = {
    found: null,
    begin: () => {
      // A line of another shape: learn anew.
      if (missed * 2 > known) known = 0;
      step = missed = 0;
    },
    end: (buf, from, to, level) => {
      if (standsAt(buf, from, to, level, step) || standsAt(buf, from, to, level, ++step)) {
        finder.found = keys[step] ?? null;
        return from + sizes[step++]!;
      }
      step--;
      let end = from;
      while (end < to && buf[end] !== 34) end += buf[end] === 92 ? 2 : 1;
      if (end >= to) return -1;
      finder.found = find(buf, from, end, level);
      if (step < known || known >= MOST_KEYS || end - from > MOST_BYTES) missed++;
      else {
        names.set(buf.subarray(from, end), known * MOST_BYTES);
        sizes[known] = end - from;
        levelOf[known] = level;
        keys[known++] = finder.found;
        step++;
      }
      return end;
    },
  };
  return finder;
}

/** Looks a single name up, `buf[from, to)` at a level; null where it means nothing. */
export function keyLookup(
  levels: readonly PlannedKey[][],
): (buf: Uint8Array, from: number, to: number, level: number) => PlannedKey | null {
  const tables = levels.map(tableOf);
  return (buf, from, to, level) => lookUp(tables[level]!, buf, from, to);
}

interface Table {
  mask: number;
  slots: (PlannedKey | undefined)[];
}

function tableOf(keys: readonly PlannedKey[]): Table {
  let size = 8;
  while (size < keys.length * 3) size *= 2;
  const table: Table = { mask: size - 1, slots: new Array<PlannedKey | undefined>(size).fill(undefined) };
  for (const key of keys) {
    let at = hash(key.name, 0, key.name.length) & table.mask;
    while (table.slots[at]) at = (at + 1) & table.mask;
    table.slots[at] = key;
  }
  return table;
}

function lookUp({ mask, slots }: Table, buf: Uint8Array, from: number, to: number): PlannedKey | null {
  for (let at = hash(buf, from, to) & mask; ; at = (at + 1) & mask) {
    const key = slots[at];
    if (key === undefined) return null;
    if (sameBytes(buf, from, to, key.name)) return key;
  }
}

function hash(buf: Uint8Array, from: number, to: number): number {
  const size = to - from;
  if (size === 0) return 0;
  return size * 31 + buf[from]! * 7 + buf[from + (size >> 1)]! * 13 + buf[to - 1]! * 3;
}
