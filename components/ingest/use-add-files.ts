import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useNavHref } from "@/components/shell/use-nav-href";
import { suggestSourceName, worthUploading } from "./prepare-batch";
import { uploadQueue } from "./upload-queue";

/** Plain http on another host has no randomUUID; the batch id only has to differ between drops. */
function newBatchId(): string {
  const random = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(random, (part) => part.toString(16).padStart(8, "0")).join("");
}

/**
 * Takes files in as one batch, from a drop, the picker or a paste, and shows the Logs page. `sourceId` puts them into a known source;
 * left out, the server makes a new one.
 */
export function useAddFiles(): (files: readonly File[], sourceId?: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  const hrefTo = useNavHref();
  return (files, sourceId) => {
    const worthy = worthUploading(files);
    if (worthy.length === 0) return;
    const target = {
      batchId: newBatchId(),
      sourceId: sourceId ?? null,
      sourceName: sourceId === undefined ? suggestSourceName(worthy) : null,
    };
    uploadQueue.add(worthy, target, () => {
      void client.invalidateQueries({ queryKey: ["imports"] }).then(() => uploadQueue.forgetSent());
    });
    router.push(hrefTo("/import"));
  };
}
