import { linesQuerySchema } from "@/core/contract/incidents";
import { answer, readQuery } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readLines } from "@/server/store/read-lines";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** The lines behind an incident: ?q=&role=&cursor=, or ?samples=path:line,…. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => readLines(await store(), (await params).id, readQuery(request, linesQuerySchema)));
}
