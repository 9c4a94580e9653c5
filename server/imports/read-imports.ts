import { stat } from "node:fs/promises";
import type { Import } from "@/core/contract/imports";
import { listImports } from "@/server/store/list-imports";
import { store } from "@/server/store/open-store";
import { runner } from "./shared-runner";

/** Every import with its progress; of uploads, how much has arrived. */
export async function readImports(source: string | undefined): Promise<Import[]> {
  const records = await listImports(await store(), { source });
  const running = await runner();
  return Promise.all(
    records.map(async (record) => {
      if (record.state !== "uploading") return running.show(record);
      const arrived = await stat(record.path).catch(() => null);
      return running.show({ ...record, bytesDone: arrived?.size ?? 0 });
    }),
  );
}
