import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and while React takes over its markup, true from then on. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
