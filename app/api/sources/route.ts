import { answer } from "@/server/http/answer";
import { listSources } from "@/server/store/list-sources";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Every source with what its imports brought. */
export function GET(): Promise<Response> {
  return answer(async () => ({ sources: await listSources(await store()) }));
}
