import type { ReactNode } from "react";

/* <Kbd>g</Kbd>: one key as printed on its cap. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="border-line-strong bg-sunken text-muted text-2xs inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border px-1 font-mono">
      {children}
    </kbd>
  );
}
