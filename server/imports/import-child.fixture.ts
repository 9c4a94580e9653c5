import { basename } from "node:path";
import { dataDir } from "@/server/store/data-dir";
import { listImports } from "@/server/store/list-imports";
import { openStore } from "@/server/store/open-store";
import { createSource } from "@/server/store/save-source";
import { touchedSources } from "@/server/store/touched-span";
import { addFile } from "./add-file";
import { ImportRunner } from "./import-runner";
import { resumeImports } from "./resume-imports";

// A process to be killed: imports the file named on its command line as the server would, taking up what an earlier one left.
const [, , path = ""] = process.argv;
const store = await openStore(dataDir());
const runner = new ImportRunner(store);
await resumeImports(store, runner);
if ((await listImports(store)).length === 0) {
  const sourceId = await createSource(store, "test", true, 0);
  const file = { sourceId, sourceChosen: true, batchId: "b", fileName: basename(path), path, inPlace: true, nowMs: 0 };
  await runner.start((await addFile(store, file)).ready);
}
await runner.settled();
// A dashboard goes on running until what an earlier process left is analysed; this one ends with its work.
for (const sourceId of await touchedSources(store)) await runner.analyse(sourceId);
await runner.close();
await store.close();
