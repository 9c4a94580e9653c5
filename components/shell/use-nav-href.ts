import { parseAsString, useQueryStates } from "nuqs";
import { hrefWith } from "./nav-items";

/** Addresses of other pages that keep what was chosen for all of them: the source and the time zone. */
export function useNavHref(): (href: string) => string {
  const [kept] = useQueryStates({ source: parseAsString, tz: parseAsString });
  return (href) => hrefWith(href, kept);
}
