import type { FormatDefinition } from "./format-definition";
import { ingressNginx } from "./ingress-nginx";
import { nginxCombined } from "./nginx-combined";
import { nginxError } from "./nginx-error";
import { nginxJson } from "./nginx-json";
import { nginxMain } from "./nginx-main";
import { phpFpm } from "./php-fpm";
import { nginxTemplate } from "./nginx-template";
import type { FormatChoice, LineReader, OpenOptions, Problem } from "./line-reader";

/** Every format Gumshoe reads. Order has no meaning; `precedence` decides between formats that both fit. */
export const FORMATS: readonly FormatDefinition[] = [
  nginxCombined,
  nginxMain,
  ingressNginx,
  nginxJson,
  nginxTemplate,
  nginxError,
  phpFpm,
];

/** The format of this id; null when there is none. */
export function formatById(id: string): FormatDefinition | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}

/** A fresh reader for one thread. A problem names an unknown id, or what is wrong with the template. */
export function openFormat(choice: FormatChoice, options: OpenOptions): LineReader | Problem {
  const format = formatById(choice.id);
  if (!format) {
    const known = FORMATS.map((each) => each.id).join(", ");
    return { problem: `There is no format called “${choice.id}”. Known formats: ${known}.` };
  }
  return format.open(choice, options);
}
