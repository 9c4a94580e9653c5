import { trafficQuerySchema } from "@/core/contract/trends";
import { answer, readQuery } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readTrends } from "@/server/store/read-trends";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Counts, latency, incidents and markers over a range. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => readTrends(await store(), readQuery(request, trafficQuerySchema)));
}
