import Link from "next/link";
import { DropPanel } from "./drop-panel";
import { SamplePicker } from "./sample-picker";

const STEPS = [
  ["Drop", "Access and error logs, as they are. You see how each line reads before anything is analysed."],
  ["Read why", "When 502s spiked, for whom, and the cause, with the log lines that prove it."],
  ["Fix", "A checklist with your own addresses and directives filled in."],
] as const;

/** What a newcomer sees instead of empty charts: what this is, the place to drop logs, and a recorded incident to try. */
export function FirstRun() {
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 pt-4 sm:pt-10">
      <h1 className="text-ink text-center text-base font-medium text-pretty">
        Gumshoe reads your proxy&rsquo;s logs, finds when 502s spiked, and says why and what to do.
      </h1>
      <DropPanel>
        <div className="mt-6 flex flex-col items-center gap-2">
          <p className="text-faint text-xs">No log at hand?</p>
          <SamplePicker />
        </div>
      </DropPanel>
      <ol className="grid gap-4 px-1 sm:grid-cols-3">
        {STEPS.map(([title, text], index) => (
          <li key={title} className="border-line border-t pt-2">
            <p className="text-ink text-sm font-semibold">
              <span className="text-faint mr-1.5 font-normal">{index + 1}</span>
              {title}
            </p>
            <p className="text-muted text-xs text-pretty">{text}</p>
          </li>
        ))}
      </ol>
      <p className="text-muted text-center text-xs">
        New to gateway errors?{" "}
        <Link href="/guide" className="text-accent underline underline-offset-2">
          What a 502 means, and who can send it
        </Link>
      </p>
    </div>
  );
}
