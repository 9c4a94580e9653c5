"use client";

import { ChevronRight } from "lucide-react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ExternalLink } from "./external-link";
import { groupCauses, type CauseEntry } from "./group-causes";
import { useCauses } from "./queries";

function CauseRow({ cause }: { cause: CauseEntry }) {
  return (
    <details className="border-line group border-t">
      <summary className="text-ink hover:bg-hover -mx-1 flex list-none items-center gap-1.5 rounded-sm px-1 py-1.5 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="text-faint size-3.5 shrink-0 transition-transform duration-100 group-open:rotate-90"
        />
        {cause.title}
      </summary>
      <div className="flex flex-col gap-1.5 pb-3 pl-5 text-xs">
        <p>{cause.summary}</p>
        {cause.tellsApart !== "" && (
          <p>
            <span className="text-ink font-medium">Told apart by: </span>
            {cause.tellsApart}
          </p>
        )}
        <p>
          <ExternalLink href={cause.docs}>{cause.docs}</ExternalLink>
        </p>
      </div>
    </details>
  );
}

/** The seven families of causes, with every cause the diagnosis weighs. */
export function CauseFamilies() {
  const causes = useCauses();
  return (
    <>
      {causes.isError && <ErrorState compact problem={causes.error.message} onRetry={() => void causes.refetch()} />}
      <div className="gap-8 md:columns-2" aria-busy={causes.isPending}>
        {groupCauses(causes.data ?? []).map((family) => (
          <section key={family.category} aria-label={family.title} className="mb-6 break-inside-avoid">
            <h3 className="text-ink flex items-baseline gap-2 text-sm font-semibold">
              {family.title}
              {family.causes.length > 0 && (
                <span className="text-faint text-2xs font-normal">{family.causes.length}</span>
              )}
            </h3>
            <p className="mb-2 text-xs">{family.sign}</p>
            {causes.isPending && <Skeleton className="h-16" />}
            {family.causes.map((cause) => (
              <CauseRow key={cause.id} cause={cause} />
            ))}
          </section>
        ))}
      </div>
    </>
  );
}
