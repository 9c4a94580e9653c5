import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://github.com/benoitc/gunicorn/blob/master/gunicorn/arbiter.py */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["gunicorn-worker-timeout", /WORKER TIMEOUT \(pid:\s?\d+\)/, "timeout", "upstream-timeout", "high", "gunicorn killed a worker that took too long"],
    ["gunicorn-worker-crashed", /Worker \(pid:\s?\d+\) was (?:sent SIG|terminated due to signal )(?:SEGV|ABRT|BUS|ILL|11|6|7|4)\b/, "SIGSEGV", "upstream-crash", "high", "gunicorn worker crashed"],
    ["gunicorn-worker-killed", /was sent SIGKILL! Perhaps out of memory\?|Worker \(pid:\s?\d+\) was terminated due to signal 9/, "SIGKILL", "upstream-crash", "medium", "gunicorn worker was killed"],
    ["gunicorn-worker-exception", /Exception in worker process|Error handling request/, null, "upstream-crash", "low", "gunicorn worker failed on a request"],
    ["gunicorn-worker-exited", /Worker \(pid:\s?\d+\) exited with code [1-9]/, null, "upstream-crash", "medium", "gunicorn worker ended on an error"],
  ]),
  ...rulesOfPhase("connect", [
    ["gunicorn-stopped", /Worker failed to boot|Shutting down: Master|App failed to load/, null, "upstream-down", "high", "gunicorn did not start, or stopped"],
    ["gunicorn-port-taken", /Connection in use: |Can't connect to \(/, "98/EADDRINUSE", "upstream-down", "high", "gunicorn could not take its port"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["gunicorn-started", /^Starting gunicorn |^Listening at: /, null, "", "high", "gunicorn started"],
    ["gunicorn-reload", /^Handling signal: hup|^Hang up: Master/i, null, "", "high", "gunicorn reloads"],
    ["gunicorn-signal", /^Handling signal: (?:term|int|quit|usr2|winch)/i, null, "", "high", "gunicorn was told to stop or to change over"],
    ["gunicorn-worker-life", /^(?:Booting worker with pid|Worker exiting \(pid|Using worker)/, null, "", "high", "gunicorn worker started or ended"],
  ]),
];

const HEAD =
  /^\[(?<time>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4})\] \[(?<pid>\d{1,10})\] \[(?<level>[A-Z]{4,8})\] (?<message>.*)$/;

/** Source: https://docs.gunicorn.org/en/stable/settings.html#logging */
export const gunicorn: FormatDefinition = {
  id: "gunicorn",
  title: "gunicorn log",
  product: "gunicorn",
  role: "app-error",
  kind: "message",
  docs: "https://docs.gunicorn.org/en/stable/settings.html#logging",
  template: null,
  looksLike: /^\[\d{4}-\d{2}-\d{2} [\d:]{8} [+-]\d{4}\] \[\d{1,10}\] \[[A-Z]{4,8}\] /,
  precedence: 100,
  signatures: SIGNATURES,
  samples: [
    {
      line: "[2026-11-23 02:30:11 +0100] [7] [CRITICAL] WORKER TIMEOUT (pid:3083)",
      event: {
        atMs: Date.UTC(2026, 10, 23, 1, 30, 11),
        level: "critical",
        signature: "gunicorn-worker-timeout",
        phase: "read_header",
        pid: 7,
      },
    },
    {
      line: "[2026-11-23 02:30:12 +0000] [7] [ERROR] Shutting down: Master",
      event: { signature: "gunicorn-stopped", phase: "connect" },
    },
    { line: "[2026-11-23 02:30:12 +0000] [7] [INFO] Handling signal: hup", event: { signature: "gunicorn-reload" } },
  ],
  canTell: ["workers that took too long, were killed or crashed", "stops, starts and reloads"],
  cannotTell: ["which request failed"],
  improve: "--access-logfile - --access-logformat '%(t)s \"%(r)s\" %(s)s %(L)s pid=%(p)s' --capture-output",
  open: (choice, options) =>
    openMessages(choice.id, { product: "gunicorn", rules: SIGNATURES, heads: [HEAD] }, options),
};
