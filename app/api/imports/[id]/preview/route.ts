import { answer } from "@/server/http/answer";
import { previewImport } from "@/server/imports/preview-import";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** What was detected, and how the first lines read. */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => previewImport(await store(), (await params).id));
}
