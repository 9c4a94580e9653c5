import { Activity, BookOpen, FileCog, FileText, Siren, type LucideIcon } from "lucide-react";

/** The five places; `key` follows `g` on the keyboard. */
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
  { href: "/config", label: "Config", key: "c", icon: FileCog, under: ["/config"] },
  { href: "/guide", label: "Guide", key: "h", icon: BookOpen, under: ["/guide", "/formats"] },
];

/** Whether a place is the one shown at this path. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  return (
    pathname === item.href || item.under.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
  );
}

/** An address with those of the parameters that have a value. */
export function hrefWith(href: string, parameters: Record<string, string | null>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) search.set(name, value);
  return search.size === 0 ? href : `${href}?${search}`;
}
