import { z } from "zod";
import { answer, readBody } from "@/server/http/answer";
import { listSamples, loadSample } from "@/server/imports/load-sample";
import { runner } from "@/server/imports/shared-runner";
import { store } from "@/server/store/open-store";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

const chosenSchema = z.object({ id: z.string() });

/** The recorded incidents that can be brought in. */
export function GET(): Promise<Response> {
  return answer(() => Promise.resolve({ samples: listSamples() }));
}

/** Brings one in and starts its analysis; once it is there nothing happens. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { id } = await readBody(request, chosenSchema);
    return loadSample(await store(), await runner(), id, Date.now());
  });
}
