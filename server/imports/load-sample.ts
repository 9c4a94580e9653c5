import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { packageRoot, uploadsDir } from "@/server/store/data-dir";
import type { Store } from "@/server/store/open-store";
import { Refusal } from "@/server/store/refusal";
import { createSource, sourceNamed } from "@/server/store/save-source";
import { addFile } from "./add-file";
import type { ImportRunner } from "./import-runner";

/** A recorded incident: real logs of a real nginx with a real fault. */
interface Sample {
  /** Its folder in e2e/scenarios. */
  id: string;
  title: string;
  files: string[];
}

const SAMPLES: Sample[] = [
  {
    id: "one-of-three-down",
    title: "One of three app servers stops",
    files: ["nginx.conf", "access.log", "error.log"],
  },
  {
    id: "header-too-big",
    title: "A login answers with more cookies than nginx takes",
    files: ["nginx.conf", "access.log", "error.log"],
  },
  {
    id: "traffic-surge-overload",
    title: "Traffic triples and the app's queues fill",
    files: ["nginx.conf", "access.log", "error.log"],
  },
];

/** The recorded incidents that came with this installation. */
export function listSamples(): Sample[] {
  return SAMPLES.map((sample) => ({
    ...sample,
    files: sample.files.filter((file) => existsSync(fileOf(sample, file))),
  })).filter(({ files }) => files.length > 0);
}

/** Brings a recorded incident in as a source of its own and starts its imports; does nothing when it is there already. */
export async function loadSample(
  store: Store,
  runner: ImportRunner,
  id: string,
  nowMs: number,
): Promise<{ sourceId: string; imports: string[] }> {
  const sample = listSamples().find((each) => each.id === id);
  if (!sample) throw new Refusal("There is no such recorded incident.", 404);
  const name = `Sample: ${sample.title}`;
  const known = await sourceNamed(store, name);
  if (known !== null) return { sourceId: known, imports: [] };
  const sourceId = await createSource(store, name, true, nowMs);
  const batchId = randomUUID();
  const spool = uploadsDir(store.dir);
  await mkdir(spool, { recursive: true });
  const imports: string[] = [];
  for (const fileName of sample.files) {
    const copy = path.join(spool, randomUUID());
    await copyFile(fileOf(sample, fileName), copy);
    const file = { sourceId, sourceChosen: true, batchId, fileName, path: copy, inPlace: false, nowMs };
    imports.push(...(await addFile(store, file)).ready);
  }
  await runner.start(imports);
  return { sourceId, imports };
}

function fileOf(sample: Sample, file: string): string {
  return path.join(packageRoot(), "e2e", "scenarios", sample.id, file);
}
