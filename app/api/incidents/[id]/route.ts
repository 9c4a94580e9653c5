import { answer } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readIncident } from "@/server/store/read-incident";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** An incident with its diagnosis, the traffic around it and its checklist. */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => readIncident(await store(), (await params).id));
}
