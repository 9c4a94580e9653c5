import { stepUpdateSchema } from "@/core/contract/incidents";
import { answer, readBody } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { updateStep } from "@/server/store/update-step";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string; step: string }> };

/** Changes state or note of a checklist step; the change is kept. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { id, step } = await params;
    return updateStep(await store(), id, step, await readBody(request, stepUpdateSchema), Date.now());
  });
}
