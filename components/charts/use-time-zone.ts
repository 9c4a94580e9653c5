"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The browser's own zone; UTC while the page is rendered on the server, which cannot know it. */
function useBrowserZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}

/** Whether the browser knows the IANA name: a zone out of a URL may be anything. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zone in which every time on the page is shown: `tz` of the URL, else the browser's own. */
export function useTimeZone(): { timeZone: string; browserZone: string; setTimeZone: (zone: string | null) => void } {
  const browserZone = useBrowserZone();
  const [chosen, setChosen] = useQueryState("tz", parseAsString);
  const timeZone = chosen !== null && isZone(chosen) ? chosen : browserZone;
  return { timeZone, browserZone, setTimeZone: (zone) => void setChosen(zone) };
}
