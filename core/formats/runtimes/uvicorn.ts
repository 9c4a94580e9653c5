import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://github.com/encode/uvicorn/blob/master/uvicorn/server.py, supervisors/multiprocess.py */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["uvicorn-exception", /Exception in ASGI application/, null, "upstream-crash", "low", "the application failed on a request"],
    ["uvicorn-child-died", /Child process \[\d+\] died|Terminated child process \[\d+\]/, null, "upstream-crash", "medium", "uvicorn worker ended"],
    ["uvicorn-limit", /Exceeded concurrency limit/, null, "upstream-overload", "high", "uvicorn has as many requests as it may"],
  ]),
  ...rulesOfPhase("connect", [
    ["uvicorn-port-taken", /\[Errno 98\].{0,200}address already in use/, "98/EADDRINUSE", "upstream-down", "high", "uvicorn could not take its port"],
    ["uvicorn-start-failed", /Application startup failed|Error loading ASGI app/, null, "upstream-down", "high", "the application did not start"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["uvicorn-started", /Application startup complete|Uvicorn running on /, null, "", "high", "uvicorn started"],
    ["uvicorn-reload", /Detected (?:file )?changes? in .{0,400}Reloading|WatchFiles detected changes|StatReload detected/, null, "", "high", "uvicorn reloads"],
    ["uvicorn-stop", /^(?:Shutting down|Finished server process \[|Waiting for application shutdown|Stopping parent process)/, null, "", "high", "uvicorn stops"],
  ]),
];

/** uvicorn's own heads have no time; a `log_config` puts one first. */
const HEADS = [
  /^(?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL): {2,6}(?<message>.*)$/,
  /^(?<time>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:[.,]\d{1,6})?)\W{1,3}(?:uvicorn[\w.]{0,20}\W{1,3})?(?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL)\W{1,3}(?:uvicorn[\w.]{0,20}\W{1,3})(?<message>.*)$/,
  /^(?<time>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:[.,]\d{1,6})?)\W{1,3}uvicorn[\w.]{0,20}\W{1,3}(?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL)\W{1,3}(?<message>.*)$/,
];

/** Source: https://www.uvicorn.org/settings/#logging */
export const uvicorn: FormatDefinition = {
  id: "uvicorn",
  title: "uvicorn log",
  product: "Uvicorn",
  role: "app-error",
  kind: "message",
  docs: "https://www.uvicorn.org/settings/#logging",
  template: null,
  looksLike: /^(?:INFO|WARNING|ERROR|CRITICAL): {2,6}\S|\buvicorn(?:\.error|\.access)?\b/,
  precedence: 90,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23 02:30:11,123 - uvicorn.error - ERROR - Exception in ASGI application",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), level: "error", signature: "uvicorn-exception" },
    },
    {
      line: "2026-11-23T02:30:11.123Z stdout F INFO:     Application startup complete.",
      choice: { wrappers: ["cri"] },
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), level: "info", signature: "uvicorn-started" },
    },
  ],
  canTell: ["workers that died, starts that failed, reloads"],
  cannotTell: ["when, where nothing writes a time in front of its lines", "how long anything took"],
  improve: "--log-config with a formatter that has %(asctime)s first.",
  open: (choice, options) => openMessages(choice.id, { product: "uvicorn", rules: SIGNATURES, heads: HEADS }, options),
};
