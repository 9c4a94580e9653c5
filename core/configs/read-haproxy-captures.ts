import type { ConfigWriter } from "./config-writer";
import { HAPROXY_HTTPLOG } from "./haproxy-httplog";
import type { Section, SectionLine } from "./read-haproxy-sections";

/**
 * Says which captured request headers stand in the braces of `option httplog`, by a format string that names them in its order:
 * `%(Host|User-Agent)hr`. The line does not say which frontend's they are, so all frontends must agree.
 * Source: https://docs.haproxy.org/3.2/configuration.html#8.8
 */
export function readHaproxyCaptures(writer: ConfigWriter, sections: readonly Section[]): void {
  const capturing = sections
    .filter((section) => (section.kind === "frontend" || section.kind === "listen") && writesHttplog(section))
    .map((section) => ({
      section,
      request: section.lines.flatMap(requestHeader),
      hasResponse: section.lines.some(({ words }) => isCapture(words, "response")),
    }))
    .filter(({ request, hasResponse }) => request.length > 0 || hasResponse);
  const [first, ...others] = capturing;
  if (first === undefined || first.request.length === 0) return;
  const names = first.request.join("|");
  if (others.some(({ request }) => request.join("|") !== names)) return;
  const { kind, name, file, line } = first.section;
  const template = HAPROXY_HTTPLOG.replace("%hr", `%(${names})hr`);
  writer.config.logFormats.push({
    value: { name: `httplog of ${kind} ${name}`, template, escape: "default", dialect: "haproxy" },
    file,
    line,
  });
}

/** The format that holds for a section is `option httplog`, in its own order. */
function writesHttplog(section: Section): boolean {
  const lines = [section, ...section.defaults].flatMap((each) => each.lines);
  if (lines.some(({ words }) => words[0] === "log-format")) return false;
  const option = lines.find(({ words }) => words[0] === "option" && /^(?:http|https|tcp)log$/.test(words[1] ?? ""));
  return option?.words[1] === "httplog" && option.words[2] !== "clf";
}

function isCapture(words: readonly string[], of: "request" | "response"): boolean {
  return (words[0] === "capture" && words[1] === of) || (words[0] === "declare" && words[2] === of);
}

/** The header that a line has captured, in a slot of its own; `?` where it cannot be told. */
function requestHeader({ words }: SectionLine): string[] {
  if (isCapture(words, "request")) return [words[0] === "capture" ? nameOf(words[3]) : "?"];
  const rule = words[0] === "http-request" || words[0] === "tcp-request" ? words.indexOf("capture") : -1;
  // With `id` it fills a slot that was declared.
  if (rule < 1 || words[rule + 2] !== "len") return [];
  const [, header] = /^req\.f?hdr\(([\w-]{1,80})/.exec(words[rule + 1] ?? "") ?? [];
  return [nameOf(header)];
}

/** A header's name may hold nothing that means something in a format string. */
function nameOf(header: string | undefined): string {
  return header !== undefined && /^[\w-]{1,80}$/.test(header) ? header : "?";
}
