import { emptyDictionaries } from "@/core/rollups/chunk-rollup";
import { DIMENSIONS, type Dimension } from "@/core/rollups/rollup";
import type { Sql } from "./open-store";

/** Gives the dictionary ids of a source small consecutive indexes, as a rollup has them; index 0 of each dimension is "". */
export class DictionaryIndex {
  readonly #indexes = new Map<Dimension, Map<number, number>>();
  readonly #ids = new Map<Dimension, number[]>();
  readonly #emptyIds: Set<number>;

  private constructor(emptyIds: Set<number>) {
    this.#emptyIds = emptyIds;
    for (const dimension of DIMENSIONS) {
      this.#indexes.set(dimension, new Map());
      this.#ids.set(dimension, [0]);
    }
  }

  static async of(sql: Sql, sourceId: string): Promise<DictionaryIndex> {
    const rows = await sql.rows(
      `SELECT "id" FROM "Value" WHERE "sourceId" = ? AND "dimension" IN (SELECT value FROM json_each(?)) AND "text" = ''`,
      sourceId,
      JSON.stringify(DIMENSIONS.map((_, i) => i)),
    );
    return new DictionaryIndex(new Set(rows.map((row) => Number(row["id"]))));
  }

  /** Index of an id; an id seen for the first time gets the next one. */
  add(dimension: Dimension, id = 0): number {
    if (id === 0 || this.#emptyIds.has(id)) return 0;
    const indexes = this.#indexes.get(dimension);
    const ids = this.#ids.get(dimension);
    const held = indexes?.get(id);
    if (held !== undefined || !indexes || !ids) return held ?? 0;
    indexes.set(id, ids.length);
    return ids.push(id) - 1;
  }

  /** The texts behind the indexes given out so far. */
  async texts(sql: Sql): Promise<Record<Dimension, string[]>> {
    const texts = emptyDictionaries();
    for (const dimension of DIMENSIONS) {
      const ids = this.#ids.get(dimension) ?? [];
      const [row] = await sql.rows(
        `SELECT json_group_array(json_array(t.key, v."text")) AS packed FROM json_each(?) AS t JOIN "Value" AS v ON v."id" = t.value`,
        JSON.stringify(ids),
      );
      const pairs = JSON.parse(String(row?.["packed"] ?? "[]")) as [number, string][];
      const list = new Array<string>(ids.length).fill("");
      for (const [at, text] of pairs) list[at] = text;
      texts[dimension] = list;
    }
    return texts;
  }
}
