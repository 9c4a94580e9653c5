import { FORMATS } from "@/core/formats/format-registry";
import { answer } from "@/server/http/answer";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Every format Gumshoe reads, with what its lines can tell. */
export function GET(): Promise<Response> {
  return answer(() =>
    Promise.resolve({
      formats: FORMATS.map(({ id, title, product, role, docs, canTell, cannotTell, improve, samples }) => ({
        ...{ id, title, product, role, docs, improve },
        canTell: canTell.join(", "),
        cannotTell: cannotTell.join(", "),
        sample: samples[0]?.line ?? "",
      })),
    }),
  );
}
