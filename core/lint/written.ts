import type { Directive } from "@/core/configs/config-directive";
import type { SectionLine } from "@/core/configs/read-haproxy-sections";
import type { RiskPlace } from "@/core/contract/config-risks";

/** A directive is quoted in one line of a report. */
const MOST_CHARACTERS = 160;

/** A directive as a place to point at, in words like those of its file. */
export function writtenDirective({ name, args, block, file, line }: Directive): RiskPlace {
  return { file, line, text: shortText(`${[name, ...args].join(" ")}${block === null ? "" : " {"}`) };
}

/** A line of HAProxy as a place to point at. */
export function writtenLine({ words, file, line }: SectionLine): RiskPlace {
  return { file, line, text: shortText(words.join(" ")) };
}

export function shortText(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** "app, web and 3 more" */
export function listed(names: readonly string[], most = 3): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, most);
  const more = distinct.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more.toString()} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

/** `90s`, `2m`, `500ms` of milliseconds. */
export function duration(ms: number): string {
  if (ms % 1000 !== 0) return `${ms.toString()}ms`;
  const seconds = ms / 1000;
  return seconds >= 120 && seconds % 60 === 0 ? `${(seconds / 60).toString()}m` : `${seconds.toString()}s`;
}
