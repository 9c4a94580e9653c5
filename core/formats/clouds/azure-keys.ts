import type { FieldName } from "@/core/events/field";
import type { JsonKey } from "@/core/formats/plan-json";

/** Names of a value from the highest rank to the lowest, and what is special about it. */
export type AzureNaming = [field: FieldName, names: string, more?: Omit<JsonKey, "path" | "field" | "rank">];

/**
 * Keys for values that stand under `properties` in a storage account or event hub, and on the object itself in an export of a table,
 * where their names begin with a capital. Source: https://learn.microsoft.com/azure/azure-monitor/essentials/resource-logs-schema
 */
export function azureKeys(namings: readonly AzureNaming[]): JsonKey[] {
  return namings.flatMap(([field, names, more]) => {
    const each = names.split(" ");
    return each.flatMap((name, at): JsonKey[] => {
      const capital = name.charAt(0).toUpperCase() + name.slice(1);
      const rank = each.length - at;
      return [...new Set([name, capital])].flatMap((spelling): JsonKey[] => [
        { path: ["properties", spelling], field, rank, ...more },
        { path: [spelling], field, rank, ...more },
      ]);
    });
  });
}

/** Beside or inside `properties`, under whatever name the way out of Azure gave it. */
export const AZURE_TIME: readonly JsonKey[] = ["time", "timeStamp", "timestamp", "TimeGenerated", "TimeStamp"].map(
  (name, at): JsonKey => ({ path: [name], field: "time", rank: 9 - at }),
);
