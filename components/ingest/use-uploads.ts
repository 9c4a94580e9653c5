import { useSyncExternalStore } from "react";
import { uploadQueue, type UploadTask } from "./upload-queue";

/** The uploads of this tab, kept current. */
export function useUploads(): readonly UploadTask[] {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.snapshot, uploadQueue.serverSnapshot);
}
