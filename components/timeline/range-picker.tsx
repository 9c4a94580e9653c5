"use client";

import { TZDate } from "@date-fns/tz";
import { format, isValid, parse } from "date-fns";
import { CalendarRange, ZoomOut } from "lucide-react";
import { useState } from "react";
import { formatSpan, zoneLabel } from "@/components/charts/time-axis";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { matchQuickRange, QUICK_RANGES, quickRange, zoomOut, type TimeRange } from "./time-ranges";

const INPUT_FORMAT = "yyyy-MM-dd'T'HH:mm";

function toInput(atMs: number, timeZone: string): string {
  return format(new TZDate(atMs, timeZone), INPUT_FORMAT);
}

function fromInput(text: string, timeZone: string): number | null {
  const at = parse(text, INPUT_FORMAT, TZDate.tz(timeZone));
  return isValid(at) ? at.getTime() : null;
}

/** Quick ranges, an absolute range, and the way back out of a zoom. `shown` is what the charts show now. */
export function RangePicker({
  range,
  shown,
  span,
  timeZone,
  onChange,
}: {
  range: TimeRange;
  shown: { from: number; to: number };
  span: { from: number; to: number } | null;
  timeZone: string;
  onChange: (range: TimeRange) => void;
}) {
  const [open, setOpen] = useState(false);
  const quick = matchQuickRange(range, span);
  const length = span === null ? 0 : span.to - span.from;
  const offered = QUICK_RANGES.filter((candidate) => candidate.ms === null || candidate.ms < length);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      {offered.length > 1 && (
        <SegmentedControl
          label="Quick range, counted back from the last logged moment"
          value={quick ?? "custom"}
          onChange={(id) => {
            const chosen = QUICK_RANGES.find((candidate) => candidate.id === id);
            if (chosen !== undefined) onChange(quickRange(chosen.ms, span));
          }}
          options={offered.map((candidate) => ({ value: candidate.id, label: candidate.label }))}
        />
      )}
      <Popover
        label="Absolute range"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button size="sm" className="min-w-0 shrink">
            <CalendarRange />
            <span className="truncate">{formatSpan(shown.from, shown.to, timeZone)}</span>
          </Button>
        }
      >
        <RangeForm
          key={`${shown.from}-${shown.to}-${timeZone}`}
          shown={shown}
          timeZone={timeZone}
          onApply={(next) => {
            onChange(next);
            setOpen(false);
          }}
        />
      </Popover>
      {(range.from !== null || range.to !== null) && (
        <IconButton label="Zoom out" icon={<ZoomOut />} size="sm" onClick={() => onChange(zoomOut(shown, span))} />
      )}
    </div>
  );
}

function RangeForm({
  shown,
  timeZone,
  onApply,
}: {
  shown: { from: number; to: number };
  timeZone: string;
  onApply: (range: TimeRange) => void;
}) {
  const [from, setFrom] = useState(toInput(shown.from, timeZone));
  const [to, setTo] = useState(toInput(shown.to, timeZone));
  const fromMs = fromInput(from, timeZone);
  const toMs = fromInput(to, timeZone);
  const problem =
    fromMs === null || toMs === null
      ? "Give both as date and time."
      : fromMs >= toMs
        ? "The end must come after the beginning."
        : null;
  return (
    <form
      className="flex w-60 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onApply({ from: fromMs, to: toMs });
      }}
    >
      <Field label="From" htmlFor="range-from">
        <Input id="range-from" type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="To" htmlFor="range-to">
        <Input id="range-to" type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <p className="text-faint text-2xs">{problem ?? `Times in ${zoneLabel(shown.from, timeZone)}`}</p>
      <Button type="submit" variant="primary" size="sm" disabled={problem !== null}>
        Show this range
      </Button>
    </form>
  );
}
