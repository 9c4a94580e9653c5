import { incidentUpdateSchema } from "@/core/contract/past-incidents";
import { answer, readBody } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readIncident } from "@/server/store/read-incident";
import { updateIncident } from "@/server/store/update-incident";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** An incident with its diagnosis, the traffic around it, its checklist, and earlier ones like it. */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => readIncident(await store(), (await params).id));
}

/** Closes an incident, opens it again, or says what helped; every change is kept. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    return updateIncident(await store(), id, await readBody(request, incidentUpdateSchema), Date.now());
  });
}
