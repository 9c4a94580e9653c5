import { answer, readQuery } from "@/server/http/answer";
import { trafficQuerySchema } from "@/core/contract/trends";
import { readImports } from "@/server/imports/read-imports";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** All files, newest first: ?source=. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => ({ imports: await readImports(readQuery(request, trafficQuerySchema).source) }));
}
