import { randomUUID } from "node:crypto";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { EVENTS, Server, type Upload } from "@tus/server";
import { uploadsDir } from "@/server/store/data-dir";
import { diskSentence } from "@/server/store/disk-sentence";
import type { Store } from "@/server/store/open-store";
import { Refusal } from "@/server/store/refusal";
import { createImport, changeImport } from "@/server/store/save-import";
import { createSource, requireSource, sourceNamed, sourceOfBatch } from "@/server/store/save-source";
import { nameOfFiles } from "./name-source";
import { takeIn } from "./take-in";

/** Room that must remain on the disk beside the uploaded file, for its rollups and for everybody else. */
const SPARE_BYTES = 256 << 20;
const MOST_NAME = 255;

/** A response for tus in place of an upload: its body is a sentence. */
interface TusProblem {
  status_code: number;
  body: string;
}

/**
 * Takes uploads in the resumable protocol tus (https://tus.io/protocols/resumable-upload): an upload that breaks off goes on where
 * it stopped, also after a restart, because the file itself says how much of it there is. Each becomes an import, an archive one for every file in it.
 */
export class UploadReceiver {
  readonly #server: Server;
  readonly #store: Store;
  /** Files of one batch arrive side by side; the first makes the source that the others join. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
    const directory = uploadsDir(store.dir);
    this.#server = new Server({
      path: "/api/uploads",
      relativeLocation: true,
      respectForwardedHeaders: false,
      allowedOrigins: [],
      datastore: new FileStore({ directory }),
      namingFunction: () => randomUUID(),
      onUploadCreate: async (_request, upload) => {
        await this.#create(upload, path.join(directory, upload.id));
        return {};
      },
      onUploadFinish: async (_request, upload) => {
        await this.#finish(upload);
        return {};
      },
      onResponseError: (_request, error) => this.#problem(error),
    });
    this.#server.on(EVENTS.POST_TERMINATE, (_request, _response, id: string) => {
      void this.#store
        .run(`DELETE FROM "Import" WHERE "id" = ? AND "state" IN ('uploading', 'ready')`, id)
        .catch((error: unknown) => console.error(error));
    });
  }

  handle(request: Request): Promise<Response> {
    return this.#server.handleWeb(request);
  }

  async #create(upload: Upload, file: string): Promise<void> {
    const { fileName, batchId, sourceId, sourceName } = upload.metadata ?? {};
    const name = path.basename((fileName ?? "").replaceAll("\\", "/")).slice(0, MOST_NAME) || "unnamed";
    const sizeBytes = upload.size;
    if (sizeBytes === undefined) throw tusProblem(400, "The upload does not say how large the file is.");
    const { bavail, bsize } = await statfs(this.#store.dir);
    if (sizeBytes + SPARE_BYTES > bavail * bsize) {
      throw tusProblem(507, `There is no room for ${name}: free some space on the disk that holds Gumshoe's data.`);
    }
    const place = () => this.#sourceOf(batchId || null, sourceId || null, sourceName?.trim() || null, name);
    const source = this.#turn.then(place, place);
    const created = source.then((id) =>
      createImport(this.#store, {
        id: upload.id,
        sourceId: id,
        batchId: batchId || null,
        fileName: name,
        path: file,
        inPlace: false,
        sizeBytes,
        state: "uploading",
        createdMs: Date.now(),
      }),
    );
    this.#turn = created.catch(() => undefined);
    await created;
    // A name is what the page suggests, not a person's choice: the same file under another name still belongs where it was.
    if (sourceId) await changeImport(this.#store, upload.id, { chosen: `["source"]` });
  }

  async #sourceOf(
    batchId: string | null,
    sourceId: string | null,
    sourceName: string | null,
    fileName: string,
  ): Promise<string> {
    if (sourceId !== null) {
      await requireSource(this.#store, sourceId);
      return sourceId;
    }
    if (sourceName !== null) {
      return (await sourceNamed(this.#store, sourceName)) ?? createSource(this.#store, sourceName, true, Date.now());
    }
    const ofBatch = batchId === null ? null : await sourceOfBatch(this.#store, batchId);
    return ofBatch ?? createSource(this.#store, nameOfFiles([fileName]), false, Date.now());
  }

  async #finish(upload: Upload): Promise<void> {
    try {
      await takeIn(this.#store, upload.id);
    } catch (error) {
      console.error(error);
      const problem = diskSentence(error) ?? "This file could not be looked at. Delete it and send it again.";
      await changeImport(this.#store, upload.id, { state: "ready", problem });
    }
  }

  async #problem(error: Error | TusProblem): Promise<TusProblem | undefined> {
    if (error instanceof Refusal) return tusProblem(error.status, error.message);
    const sentence = diskSentence(error);
    if (sentence !== null) return tusProblem(507, sentence);
    // tus hides why the file could not be written; a full disk is by far the likeliest, and can be looked up.
    const { bavail, bsize } = await statfs(this.#store.dir);
    if (bavail * bsize < SPARE_BYTES / 16) {
      return tusProblem(
        507,
        "The disk that holds Gumshoe's data is full. Free some space; the upload then goes on by itself.",
      );
    }
    return undefined;
  }
}

/** Thrown, it ends a tus request; returned, it replaces an error's answer. */
function tusProblem(status: number, problem: string): TusProblem {
  return { status_code: status, body: JSON.stringify({ problem }) };
}

const shared = globalThis as typeof globalThis & { gumshoeUploads?: UploadReceiver };

/** The receiver of this process: its locks must be shared by all requests. */
export function uploads(store: Store): UploadReceiver {
  return (shared.gumshoeUploads ??= new UploadReceiver(store));
}
