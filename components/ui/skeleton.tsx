import { cn } from "./cn";

/* <Skeleton className="h-40 w-full" />: a quiet stand-in of the size the content will have. Put aria-busy on the region around it. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-soft bg-hover rounded-md", className)} />;
}
