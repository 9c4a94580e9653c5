import { readConfigs as parseConfigs } from "@/core/configs/config-registry";
import { detectFile } from "@/core/formats/detect";
import type { Candidate, Detection, KnownTemplate } from "@/core/formats/detection";
import type { FormatChoice } from "@/core/formats/line-reader";
import { knownFormats } from "@/server/ingest/open-system";
import { readHead, type Head } from "@/server/ingest/read-head";
import { readWhole } from "@/server/ingest/read-whole";
import { listImports, readImport, type ImportRecord } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { readConfigs } from "@/server/store/read-configs";
import { changeImport, moveImport, type ImportFields } from "@/server/store/save-import";
import { choiceOf, openingOf } from "./choice-of";
import { nameSource } from "./name-source";
import { previewLines } from "./preview-lines";
import { settleTiers } from "./settle-tiers";

/** What is kept of a detection for the page: how the first lines read, and what else would read them. */
export interface StoredPreview {
  /** The zone that the lines were read with. */
  timezone: string | null;
  lines: ReturnType<typeof previewLines>;
  candidates: Candidate[];
}

/**
 * Finds out what a file that has arrived is, and makes it ready. A config names the formats of the logs beside it, and an access log
 * the zone of the error logs: the other waiting files of its source are looked at again for that.
 */
export async function detectImport(store: Store, id: string): Promise<void> {
  const record = await readImport(store, id);
  const known = await knownTemplates(store, record);
  const detection = await detectAndSave(store, record, known);
  await moveImport(store, id, ["uploading"], { state: "ready", bytesDone: 0 });
  if (detection.role === "config") {
    const all = await knownTemplates(store, record);
    for (const other of await waitingBeside(store, record)) {
      if (other.role === "access" || other.role === "unknown") await detectAndSave(store, other, all);
    }
  }
  await settleTiers(store, record.sourceId);
  await settleTimezones(store, record.sourceId);
  await nameSource(store, record.sourceId);
}

/** Looks at a file again after the operator changed something about it. */
export async function detectAgain(store: Store, id: string): Promise<void> {
  const record = await readImport(store, id);
  await detectAndSave(store, record, await knownTemplates(store, record));
}

async function waitingBeside(store: Store, record: ImportRecord): Promise<ImportRecord[]> {
  const ready = await listImports(store, { source: record.sourceId, states: ["ready"] });
  return ready.filter((other) => other.id !== record.id);
}

async function knownTemplates(store: Store, record: ImportRecord): Promise<KnownTemplate[]> {
  const texts = await readConfigs(store, record.sourceId);
  for (const other of await listImports(store, { source: record.sourceId, states: ["ready"] })) {
    if (other.role !== "config" || texts.some(({ name }) => name === other.fileName)) continue;
    texts.push({ name: other.fileName, text: await readWhole(other.path, await readHead(other.path)) });
  }
  return [...knownFormats(parseConfigs(texts)), ...(await templatesChosen(store, record))];
}

/** Format strings that the operator gave for earlier files of the source: they are the source's, and tried on every file of it. */
async function templatesChosen(store: Store, record: ImportRecord): Promise<KnownTemplate[]> {
  const templates = new Map<string, KnownTemplate>();
  for (const { id, chosen, template, escape, fileName } of await listImports(store, { source: record.sourceId })) {
    if (id === record.id || template === null || !chosen.includes("format")) continue;
    templates.set(template, { name: `as given for ${fileName}`, template, escape });
  }
  return [...templates.values()];
}

async function detectAndSave(
  store: Store,
  { id, path, fileName }: ImportRecord,
  known: KnownTemplate[],
): Promise<Detection> {
  const head = await readHead(path);
  const detection = detectFile(head.bytes, fileName, known, { timezone: null, referenceMs: head.modifiedMs });
  await changeImport(store, id, fieldsOf(await readImport(store, id), head, detection));
  return detection;
}

/** The columns that a detection sets, leaving alone what the operator chose. */
function fieldsOf(record: ImportRecord, head: Head, detection: Detection): ImportFields {
  const chosenFormat = record.chosen.includes("format");
  const choice: FormatChoice | null = chosenFormat ? choiceOf(record) : detection.choice;
  const role = record.chosen.includes("role") ? record.role : detection.role;
  const problem = head.problem ?? (choice === null || !chosenFormat ? detection.problem : null);
  const preview: StoredPreview = {
    timezone: record.timezone,
    lines: previewLines(head.bytes, choice, record.timezone),
    candidates: detection.candidates,
  };
  return {
    role,
    sizeBytes: head.problem === null ? head.sizeBytes : record.sizeBytes,
    compression: head.compression,
    zone: detection.zone,
    fields: JSON.stringify(detection.fields),
    preview: JSON.stringify(preview),
    // The file lies in the spool under another name, which means nothing to the person who sent it.
    problem: problem === null ? null : problem.replaceAll(record.path, record.fileName),
    ...(chosenFormat
      ? {}
      : {
          format: detection.choice?.id ?? null,
          formatTitle: detection.choice === null ? null : detection.title,
          template: detection.choice?.template ?? null,
          escape: detection.choice?.escape ?? "default",
          opening: openingOf(detection.choice),
        }),
  };
}

/**
 * Gives the waiting logs of a source whose times carry no zone the one of an access log of the same tier, else of any, else UTC;
 * what the operator chose stays.
 */
export async function settleTimezones(store: Store, sourceId: string): Promise<void> {
  const imports = await listImports(store, { source: sourceId });
  const withZone = imports.filter((each) => each.role === "access" && each.zone !== null);
  for (const each of imports) {
    if (each.state !== "ready" || each.chosen.includes("timezone")) continue;
    const needsZone = each.format !== null && each.zone === null;
    const from = withZone.find((other) => other.tier === each.tier) ?? withZone[0];
    const { carriedZone } = each.opening;
    const timezone = needsZone ? (carriedZone ?? from?.zone ?? "+00:00") : null;
    const assumed = from ? `from ${from.fileName}` : "assumed, the logs do not say";
    const timezoneNote = !needsZone ? null : carriedZone ? "from its syslog heads" : assumed;
    if (timezone === each.timezone && timezoneNote === each.timezoneNote) continue;
    await changeImport(store, each.id, { timezone, timezoneNote });
  }
}

/** Reads the first lines of an import anew with the format and zone it has now. */
export async function refreshPreview(store: Store, id: string): Promise<void> {
  const record = await readImport(store, id);
  const { path, fileName, timezone } = record;
  const head = await readHead(path);
  if (head.problem !== null) return;
  const options = { timezone: null, referenceMs: head.modifiedMs };
  const { candidates } = detectFile(head.bytes, fileName, await knownTemplates(store, record), options);
  const preview: StoredPreview = { timezone, lines: previewLines(head.bytes, choiceOf(record), timezone), candidates };
  await changeImport(store, id, { preview: JSON.stringify(preview) });
}
