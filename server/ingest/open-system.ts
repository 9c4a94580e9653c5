import path from "node:path";
import { readConfigs } from "@/core/configs/config-registry";
import type { LogDialect, ProxyConfig } from "@/core/configs/proxy-config";
import type { ConfigFile } from "@/core/configs/resolve-includes";
import type { MarkerEvent } from "@/core/events/marker-event";
import { assignTiers } from "@/core/formats/assign-tiers";
import { detectFile } from "@/core/formats/detect";
import type { Detection, KnownTemplate } from "@/core/formats/detection";
import type { DialectId } from "@/core/formats/format-definition";
import type { Wrapping } from "./open-bytes";
import { readHead, type Head } from "./read-head";
import { readMarkers } from "./read-markers";
import { readWhole } from "./read-whole";

/** A file of the system, with what it was found to be. */
export interface OpenedFile {
  path: string;
  /** What the report calls it. */
  name: string;
  sizeBytes: number;
  wrapping: Wrapping;
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
  /** What the configs were read from. */
  configFiles: ConfigFile[];
  markers: MarkerEvent[];
}

export interface SystemInput {
  path: string;
  /** What the report calls it, and a hint to what it is: its path mostly, `-` for standard input. */
  name: string;
  /** As the operator said; null = by its content and name. */
  tier: "edge" | "origin" | null;
  /** Why it is not opened, where that is known: of archives, whose files are inputs of their own. It is listed with this. */
  problem?: string | null;
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
export async function openSystem(inputs: readonly SystemInput[], options: OpenSystemOptions): Promise<OpenedSystem> {
  const given: KnownTemplate[] =
    options.logFormat === null ? [] : [{ name: "--log-format", template: options.logFormat, escape: "default" }];
  const heads: { input: SystemInput; head: Head }[] = [];
  for (const input of inputs) heads.push({ input, head: await headOf(input) });
  const first = heads.map(({ input, head }) => detect(input, head, given));

  const configFiles: ConfigFile[] = [];
  for (const [index, { input, head }] of heads.entries()) {
    if (first[index]!.role === "config")
      configFiles.push({ name: input.name, text: await readWhole(input.path, head) });
  }
  const configs = readConfigs(configFiles);
  const known = [...given, ...knownFormats(configs)];

  const files = heads.map(({ input, head }, index) => {
    const before = first[index]!;
    const detection = known.length > given.length && before.role !== "config" ? detect(input, head, known) : before;
    return opened(input, head, withNote(detection, input.name, configs));
  });
  settleTiers(files, inputs, heads, options.timezone);
  for (const file of files) setTimezone(file, files, options.timezone);
  const markers: MarkerEvent[] = [];
  for (const [index, file] of files.entries()) {
    if (file.detection.role !== "markers") continue;
    markers.push(...readMarkers(await readWhole(file.path, heads[index]!.head), options.timezone));
  }
  return { files, configs, configFiles, markers };
}

async function headOf({ path: file, problem = null }: SystemInput): Promise<Head> {
  if (problem === null) return readHead(file);
  return { bytes: new Uint8Array(0), compression: null, framing: null, sizeBytes: 0, modifiedMs: 0, problem };
}

/** Languages of access logs' format strings; the other formats of configs are fixed by their names. */
const LANGUAGES: Partial<Record<LogDialect, DialectId>> = {
  ...{ nginx: "nginx", apache: "apache", haproxy: "haproxy", squid: "squid", envoy: "envoy", "envoy-json": "envoy" },
};

/** Format strings that access logs beside these configs may have been written by. */
export function knownFormats(configs: readonly ProxyConfig[]): KnownTemplate[] {
  return configs.flatMap(({ logFormats }) =>
    logFormats.flatMap(({ value: { name, template, escape, dialect } }) => {
      const language = LANGUAGES[dialect];
      return language ? [{ name, template, escape, dialect: language }] : [];
    }),
  );
}

function detect({ name }: SystemInput, head: Head, known: KnownTemplate[]): Detection {
  return detectFile(head.bytes, path.basename(name), known, { timezone: null, referenceMs: head.modifiedMs });
}

/** What a reader could not make of a config is said of the file. */
function withNote(detection: Detection, name: string, configs: readonly ProxyConfig[]): Detection {
  const notes = configs.flatMap((config) => config.notes).filter(({ file }) => file === name);
  return notes.length === 0 ? detection : { ...detection, note: notes.map(({ value }) => value).join(" ") };
}

function opened(input: SystemInput, head: Head, detection: Detection): OpenedFile {
  const { compression, framing, sizeBytes } = head;
  return {
    ...{ path: input.path, name: input.name, sizeBytes, wrapping: { compression, framing }, detection },
    ...{ timezone: null, timezoneNote: null },
    tier: "origin",
    problem: head.problem ?? detection.problem,
  };
}

function settleTiers(
  files: readonly OpenedFile[],
  inputs: readonly SystemInput[],
  heads: readonly { head: Head }[],
  timezone: string | null,
): void {
  const tiers = assignTiers(
    files.map(({ detection: { role, choice, tierHint } }, index) => ({
      ...{ role, choice, hint: tierHint, chosen: inputs[index]!.tier },
      head: heads[index]!.head.bytes,
      options: { timezone, referenceMs: heads[index]!.head.modifiedMs },
    })),
  );
  files.forEach((file, index) => (file.tier = tiers[index]!));
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
  if (choice.carriedZone !== undefined) {
    file.timezone = choice.carriedZone;
    file.timezoneNote = "from its syslog heads";
    return;
  }
  const withZone = files.filter(({ detection }) => detection.role === "access" && detection.zone !== null);
  const source = withZone.find(({ tier }) => tier === file.tier) ?? withZone[0];
  file.timezone = source?.detection.zone ?? "+00:00";
  file.timezoneNote = source ? `from ${path.basename(source.name)}` : "assumed, the logs do not say";
}
