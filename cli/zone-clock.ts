import type { Report } from "@/core/contract/report";

/** Shows ISO times in one zone. */
export interface ZoneClock {
  /** `UTC` or `+02:00`, to be written behind a time. */
  name: string;
  date: (iso: string) => string;
  minute: (iso: string) => string;
  second: (iso: string) => string;
  sameDay: (one: string, other: string) => boolean;
}

/** The zone that the system's access logs are written in, so that times can be found in them; UTC where they name none. */
export function zoneClock({ files }: Report): ZoneClock {
  const zone = files.find(({ role, timezone }) => role === "access" && timezone !== null)?.timezone ?? "";
  const match = /^([+-])(\d\d):(\d\d)\b/.exec(zone);
  const minutes = match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  const local = (iso: string) => new Date(Date.parse(iso) + minutes * 60_000).toISOString();
  const date = (iso: string) => local(iso).slice(0, 10);
  return {
    name: minutes === 0 ? "UTC" : match![0],
    date,
    minute: (iso) => local(iso).slice(11, 16),
    second: (iso) => local(iso).slice(11, 19),
    sameDay: (one, other) => date(one) === date(other),
  };
}
