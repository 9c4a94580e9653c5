"use client";

import { Select } from "@/components/ui/select";
import { formatCompact } from "@/components/charts/format-values";
import { useSources } from "./queries";
import { useSource } from "./use-source";

/** Radix has no empty value, so "all" gets a word that no id can be (ids carry no spaces). */
const ALL = "all sources";

/** Chooses the system whose traffic all pages show. Absent until there is something to choose. */
export function SourcePicker() {
  const [source, setSource] = useSource();
  const sources = useSources();
  const known = sources.data ?? [];
  if (known.length === 0) return null;
  return (
    <Select
      label="Source"
      size="sm"
      className="border-line max-w-36 sm:max-w-60"
      value={source ?? ALL}
      placeholder="Unknown source"
      onChange={(chosen) => void setSource(chosen === ALL ? null : chosen)}
      options={[
        { value: ALL, label: "All sources" },
        ...known.map(({ id, name, requests }) => ({
          value: id,
          label: name,
          hint: `${formatCompact(requests)} requests`,
        })),
      ]}
    />
  );
}
