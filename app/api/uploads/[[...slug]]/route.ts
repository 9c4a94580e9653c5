import { answerProblem } from "@/server/http/answer";
import { uploads } from "@/server/imports/receive-upload";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Resumable uploads in the protocol tus; every method goes to its server. */
async function handle(request: Request): Promise<Response> {
  try {
    return await uploads(await store()).handle(request);
  } catch (error) {
    return answerProblem(error);
  }
}

export { handle as POST, handle as PATCH, handle as HEAD, handle as DELETE, handle as OPTIONS };
