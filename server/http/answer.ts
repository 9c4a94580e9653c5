import { ZodError, type ZodType } from "zod";
import { diskSentence } from "@/server/store/disk-sentence";
import { Refusal } from "@/server/store/refusal";

/** No request of ours is longer; uploads do not come this way. */
const MOST_BODY_BYTES = 256 * 1024;

/**
 * Runs `work` and answers with its result as JSON. What it refuses becomes `{ problem }` with a 4xx status; anything else that is
 * thrown goes to the terminal and leaves as a sentence with 500: a stack trace helps nobody in a browser.
 */
export async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return answerProblem(error);
  }
}

/** The answer to a failed request: `{ problem }` with the status that fits. */
export function answerProblem(error: unknown): Response {
  if (error instanceof Refusal) return Response.json({ problem: error.message }, { status: error.status });
  if (error instanceof ZodError) return Response.json({ problem: zodSentence(error) }, { status: 400 });
  const reason = diskSentence(error);
  if (reason !== null) return Response.json({ problem: reason }, { status: 507 });
  console.error(error);
  return Response.json({ problem: "Something went wrong inside Gumshoe; its terminal says what." }, { status: 500 });
}

/** The query of a request in the given shape; parameters without a value count as absent. */
export function readQuery<T>(request: Request, schema: ZodType<T>): T {
  const entries = [...new URL(request.url).searchParams].filter(([, value]) => value !== "");
  return schema.parse(Object.fromEntries(entries));
}

/** The JSON body of a request in the given shape. */
export async function readBody<T>(request: Request, schema: ZodType<T>): Promise<T> {
  const length = Number(request.headers.get("content-length") ?? 0);
  if (length > MOST_BODY_BYTES) throw new Refusal("The request is too large.", 413);
  const text = await request.text();
  if (text.length > MOST_BODY_BYTES) throw new Refusal("The request is too large.", 413);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal("The request's body is not JSON.");
  }
  return schema.parse(body);
}

function zodSentence(error: ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join(".") ?? "";
  return where === ""
    ? `The request is malformed: ${issue?.message ?? ""}`
    : `“${where}” is malformed: ${issue?.message}`;
}
