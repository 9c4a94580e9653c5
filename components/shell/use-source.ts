import { parseAsString, useQueryState } from "nuqs";

/** The system looked at, from the URL's `source`; null means all of them. */
export function useSource() {
  return useQueryState("source", parseAsString.withOptions({ history: "push", clearOnDefault: true }));
}
