import { trafficQuerySchema } from "@/core/contract/trends";
import { answer, readQuery } from "@/server/http/answer";
import { listIncidents } from "@/server/store/list-incidents";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Incidents, newest first: ?source=&from=&to=. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => ({
    incidents: await listIncidents(await store(), readQuery(request, trafficQuerySchema)),
  }));
}
