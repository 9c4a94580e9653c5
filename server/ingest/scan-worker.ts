import { closeSync, openSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { openFormat } from "@/core/formats/format-registry";
import type { LineReader } from "@/core/formats/line-reader";
import { chunkBuffers } from "./chunk-buffers";
import { fileProblem } from "./file-problem";
import type { ScanFormat, ScanReply, ScanRequest } from "./scan-protocol";
import { scanRange } from "./scan-range";
import { scanStream } from "./scan-stream";

/** Entry of a worker thread: answers the requests of `ScanPool`, one after the other. */

const port = parentPort;
/** Compiled formats by what they were opened with: a file's chunks come one after the other. */
const readers = new Map<string, LineReader>();
/** Set while a wrapped file is being scanned: what to do when the chunk sent last was taken. */
let resume: (() => void) | null = null;
let stopped = false;

function readerOf({ choice, timezone }: ScanFormat): LineReader {
  const key = JSON.stringify([choice, timezone]);
  const known = readers.get(key);
  if (known) return known;
  const reader = openFormat(choice, { timezone });
  if ("problem" in reader) throw new Error(reader.problem);
  readers.set(key, reader);
  return reader;
}

function send(reply: ScanReply): void {
  port?.postMessage(reply, reply.kind === "chunk" ? chunkBuffers(reply.chunk) : []);
}

async function answer(request: Extract<ScanRequest, { path: string }>): Promise<void> {
  const { id, path } = request;
  const reader = readerOf(request);
  if (request.kind === "range") {
    const fd = openSync(path, "r");
    try {
      send({ kind: "chunk", id, chunk: scanRange(fd, reader, request.range), bytesRead: request.range.end });
    } finally {
      closeSync(fd);
    }
    send({ kind: "end", id, problem: null });
    return;
  }
  stopped = false;
  const problem = await scanStream(
    path,
    request.wrapping,
    reader,
    request.startOffset,
    (chunk, { bytesRead }) =>
      new Promise((resolve) => {
        resume = resolve;
        send({ kind: "chunk", id, chunk, bytesRead });
      }),
    () => stopped,
  );
  send({ kind: "end", id, problem });
}

port?.on("message", (request: ScanRequest) => {
  if (request.kind === "next" || request.kind === "stop") {
    stopped ||= request.kind === "stop";
    resume?.();
    resume = null;
    return;
  }
  answer(request).catch((error: unknown) => {
    send({ kind: "end", id: request.id, problem: fileProblem(error, request.path) });
  });
});
