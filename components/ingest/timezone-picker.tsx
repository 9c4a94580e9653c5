"use client";

import { Command } from "cmdk";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import type { Import } from "@/core/contract/imports";
import { parseOffset, timezoneLabel } from "./prepare-choices";

const itemClass =
  "data-[selected=true]:bg-hover flex min-h-7 items-center rounded-sm px-2 text-xs pointer-coarse:min-h-9";

/** Chooses an IANA zone or an offset for times that carry none; null goes back to what the lines themselves say. */
export function TimezonePicker({
  file,
  id,
  onChange,
}: {
  file: Import;
  id: string;
  onChange: (timezone: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const offset = parseOffset(search);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set(["UTC", here, ...Intl.supportedValuesOf("timeZone")])];
  const choose = (timezone: string | null) => {
    setOpen(false);
    setSearch("");
    onChange(timezone);
  };
  return (
    <Popover
      label="Time zone"
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-0"
      trigger={
        <button
          id={id}
          type="button"
          aria-label={`Time zone of ${file.fileName}: ${timezoneLabel(file)}`}
          className="border-line-strong bg-surface hover:bg-hover inline-flex h-7 w-full min-w-0 items-center gap-1.5 rounded-md border px-2 text-xs transition-colors duration-100 pointer-coarse:min-h-9"
        >
          <span className="min-w-0 truncate">{timezoneLabel(file)}</span>
          <ChevronDown aria-hidden className="text-faint ml-auto size-3.5 shrink-0" />
        </button>
      }
    >
      <Command label="Time zones" className="flex max-h-72 flex-col">
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Zone, or offset such as +02:00"
          className="border-line h-9 w-full shrink-0 border-b bg-transparent px-3 text-sm focus-visible:-outline-offset-2"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
          <Command.Empty className="text-muted px-2 py-3 text-xs">
            No such zone. Offsets look like +02:00.
          </Command.Empty>
          {offset !== null && (
            <Command.Item forceMount value={search} className={itemClass} onSelect={() => choose(offset)}>
              UTC{offset}
            </Command.Item>
          )}
          <Command.Item value="as the lines say" className={itemClass} onSelect={() => choose(null)}>
            As the lines say
          </Command.Item>
          {zones.map((zone) => (
            <Command.Item
              key={zone}
              value={zone}
              className={cn(itemClass, zone === file.timezone && "text-accent")}
              onSelect={() => choose(zone)}
            >
              {zone}
              {zone === here && <span className="text-faint ml-auto pl-2">this browser</span>}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
