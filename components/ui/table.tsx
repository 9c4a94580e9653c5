import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/*
 * <TableRegion label="Parsed lines"><Table><thead><tr><Th>…</Th><Th numeric sort="desc" onSort={…}>…</Th></tr></thead>
 * <tbody><Tr><Td>…</Td><Td numeric>…</Td></Tr></tbody></Table></TableRegion>
 * The region scrolls sideways by itself (and by keyboard), so that the page never does. Rows are 28 px.
 */
export function TableRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className={cn("scroll-x relative min-w-0", className)}>
      {children}
    </div>
  );
}

export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table className={cn("w-full border-collapse text-left text-xs", className)} {...props} />;
}

export function Th({
  numeric = false,
  sort,
  onSort,
  className,
  children,
  ...props
}: ComponentProps<"th"> & { numeric?: boolean; sort?: "asc" | "desc" | null; onSort?: () => void }) {
  return (
    <th
      scope="col"
      aria-sort={sort === "asc" ? "ascending" : sort === "desc" ? "descending" : undefined}
      className={cn(
        "border-line text-faint text-2xs h-7 border-b px-2 font-medium whitespace-nowrap first:pl-3 last:pr-3",
        numeric && "text-right",
        className,
      )}
      {...props}
    >
      {onSort === undefined ? (
        children
      ) : (
        <button type="button" onClick={onSort} className="hover:text-ink inline-flex items-center gap-1 rounded-sm">
          {children}
          <span aria-hidden className="w-2">
            {sort === "asc" ? "↑" : sort === "desc" ? "↓" : ""}
          </span>
        </button>
      )}
    </th>
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-line hover:bg-hover/60 border-b last:border-b-0", className)} {...props} />;
}

export function Td({
  numeric = false,
  mono = false,
  className,
  ...props
}: ComponentProps<"td"> & { numeric?: boolean; mono?: boolean }) {
  return (
    <td
      className={cn(
        "h-7 px-2 py-1 align-middle first:pl-3 last:pr-3",
        numeric && "text-right whitespace-nowrap",
        mono && "font-mono",
        className,
      )}
      {...props}
    />
  );
}
