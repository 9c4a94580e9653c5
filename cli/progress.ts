import type { AnalyzeProgress } from "@/server/ingest/analyze-files";

const EVERY_MS = 100;
/** Shorter work than this needs no progress. */
const QUIET_MS = 400;

/** A line on stderr that says how far reading has come; nothing where stderr is no terminal. */
export function showProgress(): { update: (progress: AnalyzeProgress) => void; clear: () => void } {
  if (!process.stderr.isTTY) return { update: () => {}, clear: () => {} };
  const startedMs = performance.now();
  let shownMs = startedMs + QUIET_MS - EVERY_MS;
  let shown = false;
  return {
    update: ({ bytesDone, bytesTotal, lines }) => {
      const nowMs = performance.now();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      shown = true;
      const seconds = (nowMs - startedMs) / 1000;
      const share = bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : 0;
      const left = share > 0 ? Math.ceil(seconds / share - seconds) : null;
      const parts = [
        `${String(Math.round(share * 100)).padStart(3)} %`,
        `${lines.toLocaleString("en-US")} lines`,
        `${Math.round(lines / seconds).toLocaleString("en-US")}/s`,
        ...(left === null ? [] : [`${left} s left`]),
      ];
      process.stderr.write(`\r\x1b[2K${bar(share)} ${parts.join(" · ")}`);
    },
    clear: () => {
      if (shown) process.stderr.write("\r\x1b[2K");
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * 20);
  return "█".repeat(full) + "░".repeat(20 - full);
}
