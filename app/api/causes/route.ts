import { CAUSES } from "@/core/causes/cause-registry";
import { answer } from "@/server/http/answer";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Every cause that is weighed. */
export function GET(): Promise<Response> {
  return answer(() =>
    Promise.resolve({
      causes: CAUSES.map(({ id, category, title, summary, docs, tellsApart }) => ({
        ...{ id, category, title, summary, docs, tellsApart },
      })),
    }),
  );
}
