"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/*
 * <Tabs value={tab} onValueChange={setTab}><TabList label="Breakdown"><Tab value="upstream">Upstream</Tab>…</TabList>
 * <TabPanel value="upstream">…</TabPanel></Tabs>
 * Keep the value in the URL. The list scrolls sideways on narrow screens.
 */
export function Tabs({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn("min-w-0", className)} {...props} />;
}

export function TabList({ label, className, ...props }: ComponentProps<typeof Primitive.List> & { label: string }) {
  return (
    <Primitive.List
      aria-label={label}
      className={cn("scroll-x border-line flex [scrollbar-width:none] items-end gap-1 border-b px-1", className)}
      {...props}
    />
  );
}

export function Tab({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        "text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink -mb-px h-9 shrink-0 border-b-2 border-transparent px-2 text-xs font-medium whitespace-nowrap transition-colors duration-100 focus-visible:-outline-offset-2",
        className,
      )}
      {...props}
    />
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn("min-w-0 outline-offset-[-2px]", className)} {...props} />;
}
