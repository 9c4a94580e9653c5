import { Activity, BookOpen, FileText, Siren, type LucideIcon } from "lucide-react";

/** The four places; `key` follows `g` on the keyboard. */
export interface NavItem {
  href: string;
  label: string;
  key: string;
  icon: LucideIcon;
  /** Path prefixes that belong to this place. */
  under: readonly string[];
}

export const NAV_ITEMS: readonly NavItem[] = [
  { href: "/", label: "Trends", key: "t", icon: Activity, under: [] },
  { href: "/incidents", label: "Incidents", key: "i", icon: Siren, under: ["/incidents"] },
  { href: "/import", label: "Logs", key: "l", icon: FileText, under: ["/import"] },
  { href: "/guide", label: "Guide", key: "h", icon: BookOpen, under: ["/guide", "/formats"] },
];

/** Whether a place is the one shown at this path. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  return (
    pathname === item.href || item.under.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
  );
}

/** A link to a place that keeps the chosen source. */
export function hrefWithSource(href: string, source: string | null): string {
  return source === null ? href : `${href}?source=${encodeURIComponent(source)}`;
}
