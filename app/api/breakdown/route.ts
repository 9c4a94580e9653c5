import { breakdownQuerySchema } from "@/core/contract/trends";
import { answer, readQuery } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readBreakdown } from "@/server/store/read-breakdown";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** One dimension over a range, each value against its own baseline. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => readBreakdown(await store(), readQuery(request, breakdownQuerySchema)));
}
