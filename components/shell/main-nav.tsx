"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { isCurrent, NAV_ITEMS } from "./nav-items";
import { useNavHref } from "./use-nav-href";

/** The five places: a row in the top bar on wide screens, a bar at the bottom edge on phones. */
export function MainNav({ placement }: { placement: "top" | "bottom" }) {
  const pathname = usePathname();
  const hrefTo = useNavHref();
  const top = placement === "top";
  return (
    <nav
      aria-label="Main"
      className={
        top
          ? "hidden h-full sm:block"
          : "border-line bg-surface fixed inset-x-0 bottom-0 z-30 border-t pb-[env(safe-area-inset-bottom)] sm:hidden"
      }
    >
      <ul className={top ? "flex h-full" : "grid grid-cols-5"}>
        {NAV_ITEMS.map((item) => {
          const current = isCurrent(item, pathname);
          return (
            <li key={item.href} className="flex">
              <Link
                href={hrefTo(item.href)}
                aria-current={current ? "page" : undefined}
                className={cn(
                  "text-muted hover:text-ink flex items-center font-medium transition-colors duration-100",
                  top
                    ? "border-y-2 border-transparent px-2.5 text-sm focus-visible:-outline-offset-2 lg:px-3"
                    : "text-2xs h-14 flex-1 flex-col justify-center gap-0.5 focus-visible:-outline-offset-4",
                  current && "text-ink",
                  current && top && "border-b-accent",
                  current && !top && "text-accent",
                )}
              >
                {!top && <item.icon aria-hidden className="size-4" />}
                {item.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
