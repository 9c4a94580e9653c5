import type { z } from "zod";
import { problemSchema } from "@/core/contract/imports";
import { CallFailed } from "./call-failed";

async function call(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (failure) {
    if (init?.signal?.aborted === true) throw failure;
    throw new CallFailed("Gumshoe does not answer. Is it still running in its terminal?", null);
  }
  if (response.ok) return response;
  const said = problemSchema.safeParse(await response.json().catch(() => null));
  throw new CallFailed(said.success ? said.data.problem : `The server answered ${response.status}.`, response.status);
}

/** Calls the API and parses the answer with its contract. Throws `CallFailed`, whose message is a sentence for the page. */
export async function fetchJson<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  init?: RequestInit,
): Promise<z.infer<Schema>> {
  const response = await call(path, init);
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    throw new CallFailed(
      "The server's answer could not be read. Reload the page: it may have been updated.",
      response.status,
    );
  }
  return parsed.data;
}

/** Calls the API where only success matters; `body` goes as JSON. Throws `CallFailed`. */
export async function callApi(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<void> {
  await call(path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
}
