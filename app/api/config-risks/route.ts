import { trafficQuerySchema } from "@/core/contract/trends";
import { answer, readQuery } from "@/server/http/answer";
import { readConfigRisks } from "@/server/imports/read-config-risks";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** What in the configurations can lead to gateway errors: ?source=. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => ({
    sources: await readConfigRisks(await store(), readQuery(request, trafficQuerySchema).source),
  }));
}
