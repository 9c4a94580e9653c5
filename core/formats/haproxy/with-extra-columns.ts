import type { LineDialect } from "@/core/formats/line-plan";

/**
 * The same dialect, with columns taken that some templates put between `backend/server` and the timers: the server's address, a host;
 * and with a status that some align.
 */
export function withExtraColumns(dialect: LineDialect): LineDialect {
  return (template) => {
    const plan = dialect(template);
    if ("problem" in plan) return plan;
    const pair = plan.findIndex((part) => "kind" in part && part.kind === "pair");
    return [
      ...plan.slice(0, pair + 2),
      { name: "a column of its own", field: null, kind: "aside", rank: 0 },
      { literal: " " },
      ...plan
        .slice(pair + 2)
        .map((part) => ("kind" in part && part.kind === "status" ? { ...part, kind: "padded" as const } : part)),
    ];
  };
}
