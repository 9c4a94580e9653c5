import type { Directive } from "./config-directive";
import type { ConfigWriter } from "./config-writer";

/** Variables of a format string: a word without one is the nickname of a format. */
const DIRECTIVE = /%/;

/**
 * Reads `LogFormat`, `ErrorLogFormat`, `CustomLog` and `TransferLog`.
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html
 */
export function readApacheLog(writer: ConfigWriter, { args, file, line }: Directive, name: string): void {
  const { logFormats, accessLogs } = writer.config;
  const [first = "", second = ""] = args;
  if (name === "logformat" && DIRECTIVE.test(first)) {
    const nickname = second === "" ? "default" : second;
    logFormats.push({ value: { name: nickname, template: first, escape: "default", dialect: "apache" }, file, line });
  } else if (name === "errorlogformat") {
    const template = args.at(-1) ?? "";
    logFormats.push({
      value: { name: "ErrorLogFormat", template, escape: "default", dialect: "apache-error" },
      file,
      line,
    });
  } else if (name === "customlog" || name === "globallog") {
    const inline = DIRECTIVE.test(second);
    const format = inline ? `format of ${first}` : second === "" ? null : second;
    if (inline && format !== null)
      logFormats.push({ value: { name: format, template: second, escape: "default", dialect: "apache" }, file, line });
    accessLogs.push({ value: { path: first, format }, file, line });
  } else if (name === "transferlog") accessLogs.push({ value: { path: first, format: "default" }, file, line });
}
