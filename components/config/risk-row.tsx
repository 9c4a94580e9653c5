import Link from "next/link";
import { ExternalLink } from "@/components/guide/external-link";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import { visibleLines, visibleText } from "@/components/ui/visible-text";
import type { RiskItem } from "./prepare-risks";
import { SeverityBadge } from "./severity-badge";

const CERTAINTY = {
  certain: "Certain: these files alone show it",
  likely: "Likely, in the usual surroundings",
  possible: "Possible: it hangs on what these files do not show",
} as const;

/** The window goes to the risk that the URL names, once it is drawn. */
function scrollTo(element: HTMLElement | null) {
  element?.scrollIntoView();
}

/** One risk: what stands where, why that fails, what to write instead, and what the logs say about it. */
export function RiskRow({ risk, chosen }: { risk: RiskItem; chosen: boolean }) {
  return (
    <li
      ref={chosen ? scrollTo : null}
      aria-current={chosen ? "true" : undefined}
      className={cn(
        "border-line scroll-mt-24 border-b px-3 py-4 last:border-b-0 sm:px-4",
        chosen && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <div className="grid min-w-0 grid-cols-1 gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]">
        <div className="flex min-w-0 flex-col gap-2">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <SeverityBadge severity={risk.severity} />
            <h4 className="text-ink text-sm font-semibold text-pretty">{risk.title}</h4>
          </div>
          <p className="text-ink max-w-prose text-sm text-pretty wrap-anywhere">{visibleText(risk.why)}</p>
          {risk.confirmedBy.length > 0 && (
            <ul aria-label="Seen in the logs" className="border-accent flex flex-col gap-1 border-l-2 pl-3 text-xs">
              {risk.confirmedBy.map((each) => (
                <li key={each.incident} className="wrap-anywhere">
                  <span className="text-muted">Seen in the logs: {visibleText(each.text)}. </span>
                  <Link
                    href={`/incidents/${encodeURIComponent(each.incident)}`}
                    className="text-accent underline underline-offset-2"
                  >
                    {each.title}
                  </Link>
                </li>
              ))}
            </ul>
          )}
          <p className="text-faint mt-auto flex flex-wrap gap-x-3 gap-y-1 pt-1 text-xs">
            <span>{CERTAINTY[risk.certainty]}</span>
            <ExternalLink href={risk.docs}>Documentation</ExternalLink>
          </p>
        </div>
        <div className="flex min-w-0 flex-col gap-2">
          <Places risk={risk} />
          <div>
            <p className="text-faint text-2xs mb-1 font-medium">Write instead</p>
            <CodeBlock label={`What to write at ${risk.place}`} code={visibleLines(risk.suggestion)} wrap />
          </div>
        </div>
      </div>
    </li>
  );
}

/** Where it stands: the place itself, then those that it follows from. */
function Places({ risk }: { risk: RiskItem }) {
  return (
    <dl className="flex min-w-0 flex-col gap-2 text-xs">
      {[risk, ...risk.related].map(({ file, line, text }, index) => (
        <div key={`${file}:${line}:${text}`} className="min-w-0">
          <dt className={index === 0 ? "text-ink font-medium wrap-anywhere" : "text-faint wrap-anywhere"}>
            {visibleText(file)}:{line}
          </dt>
          <dd className="text-muted font-mono wrap-anywhere">{visibleText(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
