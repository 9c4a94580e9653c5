import type { Section, SectionLine } from "@/core/configs/read-haproxy-sections";
import { serverParameters } from "@/core/configs/read-haproxy-server";
import type { RiskPlace } from "@/core/contract/config-risks";
import type { LintSystem } from "./lint-system";

/** A section's own lines and those of the `defaults` that hold for it, the nearest first. */
function chain(section: Section): SectionLine[][] {
  return [section.lines, ...section.defaults.map(({ lines }) => lines)];
}

/** The line that sets something, `timeout connect` or `balance`, in a section or in its defaults; `no option x` undoes it. */
export function settingOf(section: Section, name: string): SectionLine | undefined {
  const wanted = name.split(" ");
  for (const lines of chain(section)) {
    const found = lines.findLast(({ words }) => {
      const own = words[0] === "no" ? words.slice(1) : words;
      return wanted.every((word, index) => own[index] === word);
    });
    if (found !== undefined) return found.words[0] === "no" ? undefined : found;
  }
  return undefined;
}

export function modeOf(section: Section): string {
  return settingOf(section, "mode")?.words[1] ?? "http";
}

/** Sections that hand requests to servers. */
export function backendsOf({ sections }: LintSystem): Section[] {
  return sections.filter(({ kind, name }) => (kind === "backend" || kind === "listen") && name !== "");
}

export interface HaproxyServer {
  name: string;
  address: string;
  /** With those of `default-server`; "" for words that stand alone. */
  parameters: Map<string, string>;
  line: SectionLine;
}

/** Servers of a section that are in use. */
export function serversOf(section: Section): HaproxyServer[] {
  const defaults = chain(section)
    .reverse()
    .flatMap((lines) => lines.filter(({ words }) => words[0] === "default-server"))
    .flatMap(({ words }) => words.slice(1));
  return section.lines.flatMap((line) => {
    const template = line.words[0] === "server-template";
    if (!template && line.words[0] !== "server") return [];
    const [, name = "", second = "", third = ""] = line.words;
    const parameters = serverParameters([...defaults, ...line.words.slice(template ? 4 : 3)]);
    return parameters.has("disabled") ? [] : [{ name, address: template ? third : second, parameters, line }];
  });
}

/** The head of a section as a place to point at. */
export function sectionPlace({ kind, name, file, line }: Section): RiskPlace {
  return { file, line, text: `${kind} ${name}`.trim() };
}
