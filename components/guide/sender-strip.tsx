import { ArrowRight } from "lucide-react";

const HOPS = [
  ["Client", "Sends no 502. It may give up first: 499 in nginx’s log."],
  ["CDN", "Its own error page and id (cf-ray, x-cache), 502 or 52x; the origin’s log shows no such request."],
  ["Load balancer", "Its own status with no target status beside it."],
  ["Proxy", "nginx, HAProxy, Envoy: the error log names the reason; no upstream header time."],
  ["Application", "Acting as a gateway itself: the upstream status is 502 and has a header time."],
] as const;

/** The hops a request passes, and how to see which of them made the 502. */
export function SenderStrip() {
  return (
    <ol className="border-line bg-line grid gap-px overflow-hidden rounded-lg border lg:grid-cols-5">
      {HOPS.map(([name, tells], index) => (
        <li key={name} className="bg-surface p-3">
          <p className="text-ink flex items-center gap-1.5 text-sm font-semibold">
            {name}
            {index < HOPS.length - 1 && (
              <ArrowRight aria-hidden className="text-faint ml-auto size-3.5 max-lg:rotate-90" />
            )}
          </p>
          <p className="text-muted mt-1 text-xs">{tells}</p>
        </li>
      ))}
    </ol>
  );
}
