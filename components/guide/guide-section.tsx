import type { ReactNode } from "react";

/** A section of the guide that the list of contents can jump to. */
export function GuideSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="border-line border-t pt-4 pb-8 first:border-t-0 first:pt-0">
      <h2 id={id} className="text-ink mb-2 scroll-mt-16 text-base font-semibold">
        {title}
      </h2>
      <div className="text-muted flex flex-col gap-3 text-sm text-pretty">{children}</div>
    </section>
  );
}
