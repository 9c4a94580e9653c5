import { importChangeSchema } from "@/core/contract/imports";
import { answer, readBody } from "@/server/http/answer";
import { correctImport } from "@/server/imports/correct-import";
import { removeImport } from "@/server/imports/remove-import";
import { runner } from "@/server/imports/shared-runner";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** Corrects what was detected, before the go. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const change = await readBody(request, importChangeSchema);
    return correctImport(await store(), (await params).id, change, Date.now());
  });
}

/** Deletes an import and takes its effects back out. */
export function DELETE(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    await removeImport(await store(), await runner(), id, Date.now());
    return { deleted: id };
  });
}
