import type { LineRef } from "@/core/rollups/rollup";
import { isUpstreamAddress } from "@/core/spikes/name-upstreams";
import type { Evidence } from "./evidence";
import type { EvidenceContext } from "./evidence-context";
import { pickSamples } from "./pick-samples";

/** What happened to one attempt: taken and broken off, or not taken at all. */
interface Ending extends LineRef {
  atMs: number;
  upstream: string;
  kind: "closed" | "refused";
}

/**
 * How often an upstream broke connections off and then refused new ones. Once is a stop; again and again on the same address is a
 * process that dies and is started again. From the error log where there is one, else from attempts with and without a connect time.
 */
export function deaths(context: EvidenceContext): Evidence["deaths"] {
  const endings = context.messages.length > 0 ? fromMessages(context) : fromAttempts(context);
  if (endings.length === 0) return null;
  const found: Ending[] = [];
  const perUpstream = new Map<string, number>();
  const last = new Map<string, Ending>();
  for (const ending of endings) {
    const before = last.get(ending.upstream);
    last.set(ending.upstream, ending);
    if (before?.kind !== "closed" || ending.kind !== "refused") continue;
    found.push(before);
    perUpstream.set(ending.upstream, (perUpstream.get(ending.upstream) ?? 0) + 1);
  }
  return {
    count: found.length,
    mostOnOne: Math.max(0, ...perUpstream.values()),
    upstreams: [...perUpstream.keys()],
    samples: pickSamples(found),
  };
}

function fromMessages({ messages, signatures }: EvidenceContext): Ending[] {
  return messages.flatMap((message) => {
    const cause = signatures.get(message.signature ?? "")?.cause;
    const kind =
      cause === "upstream-down"
        ? "refused"
        : cause === "premature-close" || cause === "upstream-crash"
          ? "closed"
          : null;
    const upstream = message.upstreamAddr;
    if (kind === null || upstream === null || !isUpstreamAddress(upstream)) return [];
    return [{ file: message.file, line: message.line, atMs: message.atMs, upstream, kind }];
  });
}

function fromAttempts({ failures }: EvidenceContext): Ending[] {
  const timed = failures.some(({ attempts }) => attempts.some(({ connectMs }) => connectMs !== null));
  if (!timed) return [];
  return failures.flatMap(({ file, line, atMs, attempts }) =>
    attempts.flatMap(({ addr, connectMs, headerMs }) =>
      addr === null || headerMs !== null || !isUpstreamAddress(addr)
        ? []
        : [{ file, line, atMs, upstream: addr, kind: connectMs === null ? ("refused" as const) : ("closed" as const) }],
    ),
  );
}
