"use client";

import { Pause, Play, RotateCw, X } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { formatBytes } from "./format-progress";
import { uploadQueue, type UploadTask } from "./upload-queue";

const WORDS = {
  waiting: "waiting",
  sending: "uploading",
  paused: "paused",
  failed: "broke off",
  sent: "looking at its lines",
} as const;

function UploadRow({ task }: { task: UploadTask }) {
  const share = task.sizeBytes === 0 ? 1 : task.sentBytes / task.sizeBytes;
  const tone = task.state === "failed" ? "danger" : task.state === "paused" ? "muted" : "accent";
  return (
    <li className="border-line border-b px-3 py-2 last:border-b-0">
      <div className="flex items-center gap-3">
        <span className="text-ink min-w-0 flex-1 truncate font-medium">{task.fileName}</span>
        <span className="text-muted shrink-0 text-xs">
          {formatBytes(task.sentBytes)} of {formatBytes(task.sizeBytes)} · {WORDS[task.state]}
        </span>
        <span className="flex shrink-0">
          {task.state === "sending" && (
            <IconButton
              size="sm"
              label={`Pause ${task.fileName}`}
              icon={<Pause />}
              onClick={() => uploadQueue.pause(task.key)}
            />
          )}
          {task.state === "paused" && (
            <IconButton
              size="sm"
              label={`Go on with ${task.fileName}`}
              icon={<Play />}
              onClick={() => uploadQueue.resume(task.key)}
            />
          )}
          {task.state === "failed" && (
            <IconButton
              size="sm"
              label={`Try ${task.fileName} again`}
              icon={<RotateCw />}
              onClick={() => uploadQueue.resume(task.key)}
            />
          )}
          {task.state !== "sent" && (
            <IconButton
              size="sm"
              label={`Stop uploading ${task.fileName}`}
              icon={<X />}
              onClick={() => uploadQueue.remove(task.key)}
            />
          )}
        </span>
      </div>
      <Progress
        label={`Upload of ${task.fileName}`}
        value={task.state === "sent" ? null : share}
        tone={tone}
        size="sm"
        className="mt-1.5"
      />
      {task.problem !== null && (
        <p role="alert" className="text-danger mt-1 text-xs">
          {task.problem}
        </p>
      )}
    </li>
  );
}

/** The files on their way from this tab, each with its progress; an upload that broke off goes on where it stopped. */
export function UploadList({ uploads }: { uploads: readonly UploadTask[] }) {
  if (uploads.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Uploading"
        hint="Keep this tab open until they have arrived; other pages can be used meanwhile."
      />
      <ul>
        {uploads.map((task) => (
          <UploadRow key={task.key} task={task} />
        ))}
      </ul>
    </Card>
  );
}
