import type { Import, ImportChange } from "@/core/contract/imports";
import { FORMATS, formatById, openFormat, templateChoice } from "@/core/formats/format-registry";
import type { FormatChoice } from "@/core/formats/line-reader";
import { readHead } from "@/server/ingest/read-head";
import { detectFile } from "@/core/formats/detect";
import { asImport, readImport, type Choosable, type ImportRecord } from "@/server/store/list-imports";
import type { Store } from "@/server/store/open-store";
import { Refusal } from "@/server/store/refusal";
import { changeImport, type ImportFields } from "@/server/store/save-import";
import { createSource, dropEmptySource, requireSource, sourceNamed } from "@/server/store/save-source";
import { openingOf } from "./choice-of";
import { detectAgain, refreshPreview, settleTimezones } from "./detect-import";
import { knownZone } from "./known-zone";

/** Corrects what was detected, before the go. Refuses afterwards: what is in the store was read as it was. */
export async function correctImport(store: Store, id: string, change: ImportChange, nowMs: number): Promise<Import> {
  const record = await readImport(store, id);
  if (record.lines > 0 || !["uploading", "ready", "failed", "cancelled"].includes(record.state)) {
    throw new Refusal(
      "This file is already being read or was read. Delete the import and send the file again to change it.",
      409,
    );
  }
  const fields: ImportFields = {};
  const chosen = new Set<Choosable>(record.chosen);
  if (change.tier !== undefined) {
    fields.tier = change.tier;
    chosen.add("tier");
  }
  if (change.timezone !== undefined) {
    if (change.timezone !== null && !knownZone(change.timezone)) {
      throw new Refusal(
        `“${change.timezone}” is no time zone. Give an offset such as +02:00 or a name such as Europe/Berlin.`,
      );
    }
    fields.timezone = change.timezone;
    fields.timezoneNote = change.timezone === null ? null : "as chosen";
    if (change.timezone === null) chosen.delete("timezone");
    else chosen.add("timezone");
  }
  Object.assign(fields, await formatFields(record, change, chosen));
  const sourceId = await sourceOf(store, record, change, nowMs);
  if (change.sourceId !== undefined || change.sourceName !== undefined) chosen.add("source");
  await changeImport(store, id, { ...fields, sourceId, chosen: JSON.stringify([...chosen]) });
  const moved = sourceId !== record.sourceId;
  if (moved) await dropEmptySource(store, record.sourceId);
  if (record.state !== "uploading") {
    // Another source may have formats of its own; else only the lines read otherwise.
    if (moved) await detectAgain(store, id);
    else await refreshPreview(store, id);
    await settleTimezones(store, sourceId);
  }
  return asImport(await readImport(store, id), null);
}

async function formatFields(record: ImportRecord, change: ImportChange, chosen: Set<Choosable>): Promise<ImportFields> {
  const fields: ImportFields = {};
  if (change.role !== undefined) {
    fields.role = change.role;
    chosen.add("role");
  }
  const choice = await choiceFor(record, change);
  if (choice === undefined) return fields;
  chosen.add("format");
  if (choice === null) return { ...fields, format: null, formatTitle: null, template: null, problem: null };
  const opened = openFormat(choice, { timezone: null });
  if ("problem" in opened) throw new Refusal(opened.problem);
  return {
    ...fields,
    role: opened.role,
    format: choice.id,
    formatTitle: formatById(choice.id)?.title ?? choice.id,
    template: choice.template,
    escape: choice.escape,
    opening: openingOf(choice),
    fields: JSON.stringify(opened.role === "access" ? opened.fields : []),
    problem: null,
  };
}

/** The format that a change asks for; undefined when it asks for none, null for files that are read whole. */
async function choiceFor(record: ImportRecord, change: ImportChange): Promise<FormatChoice | null | undefined> {
  if (change.template) {
    const choice = templateChoice(change.template, "default");
    if ("problem" in choice) throw new Refusal(choice.problem);
    return { ...choice, ...carriedBy(record) };
  }
  if (change.format !== undefined) {
    const format = formatById(change.format);
    if (!format) throw new Refusal(`There is no format called “${change.format}”.`);
    const candidate = (await candidatesOf(record)).find(({ id }) => id === format.id);
    return candidate ?? { id: format.id, template: format.template, escape: "default", ...carriedBy(record) };
  }
  if (change.role === undefined || change.role === record.role) return undefined;
  if (change.role === "config" || change.role === "markers" || change.role === "unknown") return null;
  const wanted = FORMATS.filter((format) => format.role === change.role);
  const found = (await candidatesOf(record)).find(({ id }) => wanted.some((format) => format.id === id));
  const [first] = wanted;
  if (!first) throw new Refusal(`There is no format for files of the role “${change.role}” yet.`);
  return found ?? { id: first.id, template: first.template, escape: "default", ...carriedBy(record) };
}

/** What carried the lines is the file's, whatever their format is. */
function carriedBy({ opening: { wrappers, carriedZone, referenceMs } }: ImportRecord): Partial<FormatChoice> {
  return { wrappers, carriedZone, referenceMs };
}

async function candidatesOf(record: ImportRecord): Promise<FormatChoice[]> {
  const head = await readHead(record.path);
  const { choice, candidates } = detectFile(head.bytes, record.fileName, []);
  return [...(choice === null ? [] : [choice]), ...candidates.map((each) => each.choice)];
}

async function sourceOf(store: Store, record: ImportRecord, change: ImportChange, nowMs: number): Promise<string> {
  if (change.sourceId !== undefined) {
    await requireSource(store, change.sourceId);
    return change.sourceId;
  }
  const name = change.sourceName?.trim();
  if (!name || name === record.sourceName) return record.sourceId;
  return (await sourceNamed(store, name)) ?? createSource(store, name, true, nowMs);
}
