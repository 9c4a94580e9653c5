import type { FieldName } from "@/core/events/field";
import type { JsonKey } from "@/core/formats/plan-json";
import { readJsonTemplate } from "@/core/formats/json-template";
import { nginxVariable } from "./nginx-variables";

/**
 * Keys of a JSON-shaped `log_format` string, `{"ts":"$time_iso8601", "up":{"addr":"$upstream_addr"}}`. Where two keys carry the same
 * thing, the better variable's is read; `$msec` beside a time with a zone gives its milliseconds.
 */
export function nginxJsonKeys(template: string): JsonKey[] {
  const entries = readJsonTemplate(template);
  const best = new Map<FieldName, number>();
  for (const { variable } of entries) {
    const { field, rank } = nginxVariable(variable);
    if (field && rank > (best.get(field) ?? 0)) best.set(field, rank);
  }
  return entries.flatMap(({ path, variable }): JsonKey[] => {
    const { field, rank } = nginxVariable(variable);
    if (field && best.get(field) === rank) return [{ path, field, rank }];
    return variable === "msec" ? [{ path, field: "preciseTime", rank }] : [];
  });
}
