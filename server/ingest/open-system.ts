import path from "node:path";
import { readConfigs } from "@/core/configs/config-registry";
import type { ProxyConfig } from "@/core/configs/proxy-config";
import type { MarkerEvent } from "@/core/events/marker-event";
import { detectFile } from "@/core/formats/detect";
import type { Detection, KnownTemplate } from "@/core/formats/detection";
import { readHead, type Head } from "./read-head";
import { readMarkers } from "./read-markers";
import { readWhole } from "./read-whole";

/** A file of the system, with what it was found to be. */
export interface OpenedFile {
  path: string;
  /** What the report calls it. */
  name: string;
  sizeBytes: number;
  compression: "gzip" | null;
  detection: Detection;
  tier: "edge" | "origin";
  /** Zone applied to times that carry none; null where they carry their own. */
  timezone: string | null;
  /** How the zone was known: `from access.log`. */
  timezoneNote: string | null;
  /** Why the file cannot be used, and what to do. */
  problem: string | null;
}

export interface OpenedSystem {
  files: OpenedFile[];
  configs: ProxyConfig[];
  markers: MarkerEvent[];
}

export interface SystemInput {
  path: string;
  /** What the report calls it, and a hint to what it is: its path mostly, `-` for standard input. */
  name: string;
  /** As the operator said; null = by the file's name, else origin. */
  tier: "edge" | "origin" | null;
}

export interface OpenSystemOptions {
  /** Format string for access logs that no built-in format fits. */
  logFormat: string | null;
  /** For times without a zone, before anything that is worked out. */
  timezone: string | null;
}

/**
 * Finds out what each file is, from its content. Configs are read first, because the formats they define name the logs' fields; the
 * zone of logs whose times carry none is taken from an access log of the same tier, else of the other, else it is UTC.
 */
export function openSystem(inputs: readonly SystemInput[], options: OpenSystemOptions): OpenedSystem {
  const given: KnownTemplate[] =
    options.logFormat === null ? [] : [{ name: "--log-format", template: options.logFormat, escape: "default" }];
  const heads = inputs.map((input) => ({ input, head: readHead(input.path) }));
  const first = heads.map(({ input, head }) => detect(input, head, given));

  const texts = first.flatMap((detection, index) => {
    const { input, head } = heads[index]!;
    return detection.role === "config" ? [{ name: input.name, text: readWhole(input.path, head) }] : [];
  });
  const configs = readConfigs(texts);
  const known = [...given, ...knownFormats(configs)];

  const files = heads.map(({ input, head }, index) => {
    const before = first[index]!;
    const detection = known.length > given.length && before.role !== "config" ? detect(input, head, known) : before;
    return opened(input, head, withNote(detection, input.name, configs));
  });
  for (const file of files) setTimezone(file, files, options.timezone);
  const markers = files.flatMap((file, index) =>
    file.detection.role === "markers" ? readMarkers(readWhole(file.path, heads[index]!.head), options.timezone) : [],
  );
  return { files, configs, markers };
}

/** Format strings that access logs beside these configs may have been written by. */
export function knownFormats(configs: readonly ProxyConfig[]): KnownTemplate[] {
  return configs.flatMap(({ logFormats }) =>
    logFormats.flatMap(({ value }) => (value.dialect === "nginx" ? [value] : [])),
  );
}

function detect({ name }: SystemInput, head: Head, known: KnownTemplate[]): Detection {
  return detectFile(head.bytes, path.basename(name), known);
}

/** What a reader could not make of a config is said of the file. */
function withNote(detection: Detection, name: string, configs: readonly ProxyConfig[]): Detection {
  const notes = configs.flatMap((config) => config.notes).filter(({ file }) => file === name);
  return notes.length === 0 ? detection : { ...detection, note: notes.map(({ value }) => value).join(" ") };
}

function opened(input: SystemInput, head: Head, detection: Detection): OpenedFile {
  const { compression, sizeBytes } = head;
  return {
    ...{ path: input.path, name: input.name, sizeBytes, compression, detection, timezone: null, timezoneNote: null },
    tier: input.tier ?? detection.tierHint ?? "origin",
    problem: head.problem ?? detection.problem,
  };
}

function setTimezone(file: OpenedFile, files: readonly OpenedFile[], asked: string | null): void {
  const { role, zone, choice } = file.detection;
  if (choice === null || role === "config" || role === "markers") return;
  if (zone !== null) return;
  if (asked !== null) {
    file.timezone = asked;
    file.timezoneNote = "as given";
    return;
  }
  const withZone = files.filter(({ detection }) => detection.role === "access" && detection.zone !== null);
  const source = withZone.find(({ tier }) => tier === file.tier) ?? withZone[0];
  file.timezone = source?.detection.zone ?? "+00:00";
  file.timezoneNote = source ? `from ${path.basename(source.name)}` : "assumed, the logs do not say";
}
