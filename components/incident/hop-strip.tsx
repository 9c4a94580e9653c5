import { Check, CircleHelp, Cloud, Server, Shuffle, UserRound, X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Hop } from "@/core/contract/report";

const HOPS = {
  client: { name: "Client", icon: UserRound },
  cdn: { name: "CDN or edge", icon: Cloud },
  proxy: { name: "Proxy", icon: Shuffle },
  upstream: { name: "Upstream", icon: Server },
} as const;

const STATES = {
  ok: { icon: Check, ring: "border-ok text-ok", mark: "bg-ok text-surface", text: "text-ok", word: "works" },
  failing: {
    icon: X,
    ring: "border-danger text-danger bg-danger-soft",
    mark: "bg-danger text-surface",
    text: "text-danger font-semibold",
    word: "fails",
  },
  unknown: {
    icon: CircleHelp,
    ring: "border-line-strong text-muted",
    mark: "bg-faint text-surface",
    text: "text-muted",
    word: "not known",
  },
  absent: {
    icon: null,
    ring: "border-dashed border-line-strong text-faint",
    mark: "",
    text: "text-faint",
    word: "not there",
  },
} as const;

/** The way of a request from left to right, with the failing hop marked from counts. */
export function HopStrip({ hops }: { hops: readonly Hop[] }) {
  return (
    <ol aria-label="Where the request fails" className="grid grid-cols-1 gap-2 sm:grid-cols-4 sm:gap-0">
      {hops.map((hop, index) => (
        <HopNode key={hop.hop} hop={hop} next={hops[index + 1]} />
      ))}
    </ol>
  );
}

function HopNode({ hop, next }: { hop: Hop; next: Hop | undefined }) {
  const { name, icon: Icon } = HOPS[hop.hop];
  const state = STATES[hop.state];
  const Mark = state.icon;
  return (
    <li className="relative flex gap-3 sm:flex-col sm:items-center sm:gap-1.5 sm:px-2 sm:text-center">
      {next !== undefined && (
        <span
          aria-hidden
          className={cn(
            "absolute top-9 bottom-[-8px] left-[18px] w-px sm:top-[18px] sm:right-[calc(-50%+22px)] sm:bottom-auto sm:left-[calc(50%+22px)] sm:h-px sm:w-auto",
            next.state === "failing" || hop.state === "failing" ? "bg-danger" : "bg-line-strong",
          )}
        />
      )}
      <span
        className={cn(
          "bg-surface relative flex size-9 shrink-0 items-center justify-center rounded-full border",
          state.ring,
        )}
      >
        <Icon aria-hidden className="size-4" />
        {Mark !== null && (
          <span
            aria-hidden
            className={cn(
              "ring-surface absolute -right-1 -bottom-1 flex size-4 items-center justify-center rounded-full ring-2",
              state.mark,
            )}
          >
            <Mark className="size-2.5" strokeWidth={3} />
          </span>
        )}
      </span>
      <div className="min-w-0">
        <p className="text-xs font-semibold">
          {name} <span className={cn("font-medium", state.text)}>{hop.label === "" ? state.word : hop.label}</span>
        </p>
        <p className="text-muted text-xs text-pretty wrap-anywhere">{hop.detail}</p>
      </div>
    </li>
  );
}
