import { startSchema } from "@/core/contract/imports";
import { answer, readBody } from "@/server/http/answer";
import { runner } from "@/server/imports/shared-runner";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Queues imports that are ready, or resumes failed and cancelled ones. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { ids } = await readBody(request, startSchema);
    await (await runner()).start(ids);
    return { started: ids };
  });
}
