import { compileJson } from "./compile-json";
import { compileTemplate } from "./compile-template";
import { isJsonTemplate } from "./json-template";
import type { AccessReader, Escape, OpenOptions, Problem } from "./line-reader";
import { openNginxError } from "./nginx-error";
import { createAccessReader } from "./create-access-reader";

/**
 * A reader for lines of an nginx `log_format` string, positional or JSON-shaped. Error-log lines between them (both streams of a
 * container in one file) are read as well. A problem names what the string or the zone lacks.
 */
export function openNginxAccess(
  format: string,
  template: string,
  escape: Escape,
  options: OpenOptions,
): AccessReader | Problem {
  const json = isJsonTemplate(template);
  const compiled = json ? compileJson(template) : compileTemplate(template, escape);
  if ("problem" in compiled) return compiled;
  const messages = openNginxError("nginx-error", options);
  if ("problem" in messages) return messages;
  return createAccessReader({ format, template, escape: json ? "json" : escape, compiled, messages }, options);
}
