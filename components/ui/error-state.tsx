"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "./button";
import { cn } from "./cn";

/*
 * <ErrorState problem={error.message} onRetry={() => query.refetch()} compact />
 * A sentence about what went wrong and a way on. `compact` is one row for inside a card.
 */
export function ErrorState({
  problem,
  onRetry,
  compact = false,
  className,
}: {
  problem: string;
  onRetry?: () => void;
  compact?: boolean;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={cn(
        "flex gap-2 text-sm",
        compact
          ? "border-line bg-danger-soft flex-wrap items-center rounded-md border px-3 py-2"
          : "flex-col items-center px-4 py-10 text-center",
        className,
      )}
    >
      <TriangleAlert aria-hidden className={cn("text-danger size-4 shrink-0", !compact && "size-5")} />
      <p className="text-ink max-w-prose min-w-0 text-pretty wrap-anywhere">{problem}</p>
      {onRetry !== undefined && (
        <Button size="sm" onClick={onRetry} className={compact ? "ml-auto" : "mt-2"}>
          <RotateCw /> Try again
        </Button>
      )}
    </div>
  );
}
