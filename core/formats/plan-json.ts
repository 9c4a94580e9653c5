import { Field, type FieldName } from "@/core/events/field";
import { asciiBytes } from "./read-bytes";
import type { AddressTrim } from "./trim-address";

/** A key of the object and what its value is. */
export interface JsonKey {
  /** Names from the outermost object to the value; a name may hold dots. Of objects in an array, the last one's value is read. */
  path: readonly string[];
  field: FieldName;
  /** Of several keys that one object has for a field, the one with the highest rank is read. */
  rank: number;
  /** Milliseconds in one unit of a duration; left out for seconds. A value with a unit of its own, such as `"0.12s"`, is read by that. */
  unitMs?: number;
  /** The same for a number without a decimal point, where that means another unit. */
  wholeUnitMs?: number;
  /** Only this part of the value is kept. */
  trim?: AddressTrim;
  /** The value is an absolute URL, whose authority is the host where no key gives one. */
  urlHost?: boolean;
}

/** A key at one level of the object: what its value feeds, or the level below it. */
export interface PlannedKey {
  name: Uint8Array;
  /** -1 where the value is not kept. */
  field: number;
  /** Rank among the keys of its field. */
  rank: number;
  isDuration: boolean;
  unitMs: number;
  wholeUnitMs: number;
  trim: AddressTrim | null;
  urlHost: boolean;
  /** Level of the object that stands there; -1 where none is expected. */
  level: number;
}

const DURATIONS: ReadonlySet<FieldName> = new Set([
  "requestTime",
  "upstreamConnectTime",
  "upstreamHeaderTime",
  "upstreamResponseTime",
]);

/** Turns key paths into one list of keys per level; level 0 is the object itself. */
export function planLevels(keys: readonly JsonKey[]): { levels: PlannedKey[][]; fields: FieldName[] } {
  const levels: PlannedKey[][] = [[]];
  const byPath = new Map<string, PlannedKey>();
  const fields = new Set<FieldName>();
  for (const each of keys) {
    const { path, field } = each;
    fields.add(field);
    if (each.urlHost) fields.add("host");
    let level = 0;
    path.forEach((name, depth) => {
      const pathKey = path.slice(0, depth + 1).join("\n");
      let key = byPath.get(pathKey);
      if (!key) {
        key = unkept(name);
        byPath.set(pathKey, key);
        levels[level]?.push(key);
      }
      if (depth === path.length - 1) {
        Object.assign(key, valueOf(each));
        return;
      }
      if (key.level < 0) key.level = levels.push([]) - 1;
      level = key.level;
    });
  }
  if (fields.has("request")) for (const each of ["method", "path", "protocol"] as const) fields.add(each);
  return { levels, fields: [...fields] };
}

function unkept(name: string): PlannedKey {
  return {
    ...{ name: asciiBytes(name), field: -1, rank: 0, isDuration: false, unitMs: 1000, wholeUnitMs: 1000 },
    ...{ trim: null, urlHost: false, level: -1 },
  };
}

function valueOf({ field, rank, unitMs = 1000, wholeUnitMs, trim, urlHost = false }: JsonKey): Partial<PlannedKey> {
  return {
    ...{ field: Field[field], rank, isDuration: DURATIONS.has(field), unitMs },
    ...{ wholeUnitMs: wholeUnitMs ?? unitMs, trim: trim ?? null, urlHost },
  };
}
