import type { LineDialect } from "@/core/formats/line-plan";
import { nginxVariable } from "./nginx-variables";
import { parseTemplate } from "./parse-template";

/** Reads a `log_format` string. Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
export const nginxDialect: LineDialect = (template) =>
  parseTemplate(template).map((part) =>
    "literal" in part ? part : { name: `$${part.variable}`, ...nginxVariable(part.variable) },
  );
