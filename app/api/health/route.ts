import { answer } from "@/server/http/answer";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Says whether the store can be read. */
export function GET(): Promise<Response> {
  return answer(async () => {
    await (await store()).rows("SELECT 1 AS one");
    return { ok: true };
  });
}
