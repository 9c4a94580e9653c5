import type { z } from "zod";
import type { causesSchema } from "@/core/contract/incidents";

export type CauseEntry = z.infer<typeof causesSchema>["causes"][number];

/** A family of causes, with what its members have in common. */
export interface CauseFamily {
  category: string;
  title: string;
  sign: string;
  causes: CauseEntry[];
}

const FAMILIES: readonly Omit<CauseFamily, "causes">[] = [
  {
    category: "upstream",
    title: "The upstream itself",
    sign: "It is down, crashes in mid-answer or answers nonsense. Usually one address fails and its neighbours do not.",
  },
  {
    category: "overload",
    title: "Overload",
    sign: "Too few workers, sockets or file descriptors. Grows with the traffic and fades with it.",
  },
  {
    category: "network",
    title: "Network and DNS",
    sign: "Names that do not resolve, routes and packets that get lost between the hops.",
  },
  {
    category: "config",
    title: "Configuration",
    sign: "Wrong port, protocol, certificate or buffer. Starts at one exact second, with a reload or a deploy.",
  },
  {
    category: "cdn",
    title: "CDN and edge",
    sign: "The edge fails while the origin, asked directly, works.",
  },
  {
    category: "security",
    title: "Firewall and protection",
    sign: "A rule refuses or drops. Often deliberate, and then no outage at all.",
  },
  {
    category: "client",
    title: "Clients",
    sign: "The client gave up first, or sends what no upstream accepts.",
  },
];

/** The seven families in a fixed order with their causes; a category nobody foresaw comes last under its own name. */
export function groupCauses(causes: readonly CauseEntry[]): CauseFamily[] {
  const known = FAMILIES.map((family) => ({
    ...family,
    causes: causes.filter(({ category }) => category === family.category),
  }));
  const foreseen = new Set(FAMILIES.map(({ category }) => category));
  const others = [...new Set(causes.map(({ category }) => category))].filter((category) => !foreseen.has(category));
  return [
    ...known,
    ...others.map((category) => ({
      category,
      title: category,
      sign: "",
      causes: causes.filter((cause) => cause.category === category),
    })),
  ];
}
