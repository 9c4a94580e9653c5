import { answer, answerProblem } from "@/server/http/answer";
import { store } from "@/server/store/open-store";
import { readRejected, rejectedAsText } from "@/server/store/read-rejected";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

type Context = { params: Promise<{ id: string }> };

/** Rejected lines with their reasons; ?download=1 gives them as a text file. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  if (!new URL(request.url).searchParams.has("download")) return answer(async () => readRejected(await store(), id));
  try {
    const rejected = await readRejected(await store(), id);
    const name = encodeURIComponent(`${rejected.fileName}.rejected.txt`);
    return new Response(rejectedAsText(rejected), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename*=UTF-8''${name}`,
      },
    });
  } catch (error) {
    return answerProblem(error);
  }
}
