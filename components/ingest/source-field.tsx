"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Source } from "@/core/contract/imports";
import { isNewSource, type SourceGroup } from "./prepare-imports";
import { useChangeImports } from "./queries";

/** Radix has no empty value; ids carry no spaces. */
const NEW = "a new source";

/**
 * Which system a batch of files belongs to: a new one, whose name is edited here, or one of those known. Files dropped together count as
 * one system.
 */
export function SourceField({ group, sources }: { group: SourceGroup; sources: readonly Source[] }) {
  const update = useChangeImports();
  const isNew = isNewSource(group, sources);
  const [name, setName] = useState(isNew ? group.sourceName : "");
  const [wantsNew, setWantsNew] = useState(isNew);
  const ids = group.imports.map(({ id }) => id);
  const others = sources.filter(({ id }) => !isNew || id !== group.sourceId);
  const commit = () => {
    const wanted = name.trim();
    if (wanted === "" || wanted === group.sourceName) return;
    const known = others.find((source) => source.name === wanted);
    update.mutate({ ids, change: known === undefined ? { sourceName: wanted } : { sourceId: known.id } });
  };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      {others.length > 0 && (
        <Select
          label="Source of these files"
          size="sm"
          className="max-w-56"
          value={wantsNew ? NEW : group.sourceId}
          options={[
            { value: NEW, label: "New source" },
            ...others.map(({ id, name: known }) => ({ value: id, label: `Add to ${known}` })),
          ]}
          onChange={(chosen) => {
            setWantsNew(chosen === NEW);
            if (chosen !== NEW) update.mutate({ ids, change: { sourceId: chosen } });
          }}
        />
      )}
      {wantsNew && (
        <Input
          aria-label="Name of the source"
          size="sm"
          className="w-48"
          maxLength={120}
          value={name}
          placeholder="Name of this system"
          onChange={(event) => setName(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === "Enter" && commit()}
        />
      )}
      {update.isError && (
        <span role="alert" className="text-danger text-xs">
          {update.error.message}
        </span>
      )}
    </div>
  );
}
