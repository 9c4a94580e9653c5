import type { Import } from "@/core/contract/imports";
import type { UploadTask } from "./upload-queue";

/** What the top bar shows while something moves. */
export interface Activity {
  label: string;
  /** 0…1 by bytes. */
  share: number;
  percent: string;
}

const MOVING = new Set<Import["state"]>(["queued", "running"]);
const filesWord = (count: number) => (count === 1 ? "1 file" : `${count} files`);

/** Uploads first, since reading waits for them; null while all is quiet. */
export function prepareActivity(imports: readonly Import[], uploads: readonly UploadTask[]): Activity | null {
  const sending = uploads.filter(({ state }) => state === "waiting" || state === "sending");
  if (sending.length > 0) {
    return activityOf(
      `Uploading ${filesWord(sending.length)}`,
      sending.map(({ sentBytes, sizeBytes }) => [sentBytes, sizeBytes]),
    );
  }
  const reading = imports.filter(({ state }) => MOVING.has(state));
  if (reading.length === 0) return null;
  return activityOf(
    `Reading ${filesWord(reading.length)}`,
    reading.map(({ bytesDone, sizeBytes }) => [bytesDone, sizeBytes]),
  );
}

function activityOf(label: string, parts: [done: number, of: number][]): Activity {
  const done = parts.reduce((sum, [part]) => sum + part, 0);
  const of = parts.reduce((sum, [, part]) => sum + part, 0);
  const share = of === 0 ? 0 : Math.min(1, done / of);
  // Never 100 % before it is over.
  return { label, share, percent: `${Math.min(99, Math.floor(share * 100))} %` };
}
