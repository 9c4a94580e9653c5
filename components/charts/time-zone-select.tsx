"use client";

import { Select } from "@/components/ui/select";
import { useTimeZone } from "./use-time-zone";

/** Zones that gateways commonly log in; any other IANA name can be given in the URL. */
const COMMON = [
  "America/Los_Angeles",
  "America/Chicago",
  "America/New_York",
  "America/Sao_Paulo",
  "Europe/London",
  "Europe/Berlin",
  "Africa/Johannesburg",
  "Asia/Dubai",
  "Asia/Kolkata",
  "Asia/Singapore",
  "Asia/Shanghai",
  "Asia/Tokyo",
  "Australia/Sydney",
];

/** Chooses the zone in which the page shows its times. */
export function TimeZoneSelect() {
  const { timeZone, browserZone, setTimeZone } = useTimeZone();
  const zones = [...new Set([browserZone, "UTC", ...COMMON, timeZone])];
  return (
    <Select
      label="Time zone"
      size="sm"
      prefix="Zone"
      value={timeZone}
      onChange={(zone) => setTimeZone(zone === browserZone ? null : zone)}
      options={zones.map((zone) => ({
        value: zone,
        label: zone,
        ...(zone === browserZone ? { hint: "this browser" } : {}),
      }))}
      className="max-w-48"
    />
  );
}
