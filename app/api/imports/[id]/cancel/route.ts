import { answer } from "@/server/http/answer";
import { runner } from "@/server/imports/shared-runner";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** Stops an import after the chunk at hand; it may be resumed. */
export function POST(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    await (await runner()).cancel(id);
    return { cancelled: id };
  });
}
