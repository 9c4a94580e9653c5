import { cn } from "./cn";

/*
 * <StandingBadge standing="confirmed|likely|possible|ruled-out|no-data" size="sm|md" />
 * How sure a verdict is: a disc that fills with certainty, and the word. Unknown words are shown as they are, with an empty disc.
 */
const WORDS = new Map([
  ["confirmed", "Confirmed"],
  ["likely", "Likely"],
  ["possible", "Possible"],
  ["ruled-out", "Ruled out"],
  ["no-data", "No data"],
]);

const TONES = new Map([
  ["confirmed", "border-accent bg-accent text-accent-ink"],
  ["likely", "border-accent text-accent"],
  ["possible", "border-line-strong text-muted"],
  ["ruled-out", "border-line text-faint"],
  ["no-data", "border-dashed border-line-strong text-faint"],
]);

function Disc({ standing }: { standing: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className="size-3 shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {standing === "confirmed" && (
        <path d="M2.5 6.3 5 8.8l4.5-5.3" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      )}
      {standing === "likely" && (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="M6 1.5a4.5 4.5 0 1 1-4.5 4.5H6z" fill="currentColor" stroke="none" />
        </>
      )}
      {standing === "possible" && (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="M6 1.5v9a4.5 4.5 0 0 0 0-9z" fill="currentColor" stroke="none" />
        </>
      )}
      {standing === "ruled-out" && (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="m3 9 6-6" />
        </>
      )}
      {!["confirmed", "likely", "possible", "ruled-out"].includes(standing) && (
        <circle cx="6" cy="6" r="4.5" strokeDasharray="2 1.6" />
      )}
    </svg>
  );
}

export function StandingBadge({
  standing,
  size = "sm",
  className,
}: {
  standing: string;
  size?: "sm" | "md";
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex shrink-0 items-center gap-1 rounded-sm border font-medium whitespace-nowrap",
        size === "sm" ? "text-2xs h-5 px-1.5" : "h-6 px-2 text-xs",
        TONES.get(standing) ?? "border-line text-muted",
        className,
      )}
    >
      <Disc standing={standing} />
      {WORDS.get(standing) ?? standing}
    </span>
  );
}
