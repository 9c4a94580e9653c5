import { isJsonTemplate } from "@/core/formats/json-template";
import type { AccessReader, Escape, OpenOptions, Problem } from "@/core/formats/line-reader";
import { openJson } from "@/core/formats/open-json";
import { openTemplate } from "@/core/formats/open-template";
import { nginxDialect } from "./nginx-dialect";
import { nginxJsonKeys } from "./nginx-json-keys";

/** A reader for lines of an nginx `log_format` string, positional or JSON-shaped. A problem names what the string or the zone lacks. */
export function openNginxAccess(
  format: string,
  template: string,
  escape: Escape,
  options: OpenOptions,
): AccessReader | Problem {
  const choice = { id: format, template, escape };
  return isJsonTemplate(template)
    ? openJson(choice, { keys: nginxJsonKeys(template) }, options)
    : openTemplate(choice, { dialect: nginxDialect, template }, options);
}
