import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://github.com/puma/puma/blob/master/lib/puma/cluster.rb, lib/puma/cluster/worker_handle.rb */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["puma-boot-timeout", /! Terminating timed out worker \(Worker \d+ failed to boot/, null, "rolling-deploy", "medium", "Puma worker took too long to start"],
    ["puma-port-taken", /Address already in use - bind\(2\) for/, "98/EADDRINUSE", "upstream-down", "high", "Puma could not take its port"],
    ["puma-stopped", /^(?:\[\d+\] )?- Goodbye!|^(?:\[\d+\] )?! Unable to load application/, null, "upstream-down", "high", "Puma stopped or did not start"],
  ]),
  ...rulesOfPhase("read_header", [
    ["puma-worker-timeout", /! Terminating timed out worker/, "SIGKILL", "upstream-timeout", "high", "Puma killed a worker that took too long"],
    ["puma-worker-lost", /! (?:WARNING: )?(?:Detected parent died|Worker \d+ .{0,80}died)|Detected \d+ Thread\(s\) started/, null, "upstream-crash", "low", "Puma worker ended"],
    ["puma-out-of-band", /Error reached top of thread-pool|Unhandled (?:error|exception)|!? ?Rack app (?:\("[^"]{0,500}"\)|error)/, null, "upstream-crash", "low", "the application failed on a request"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["puma-started", /Puma starting in (?:single|cluster) mode|\* Listening on |- Worker \d+ \(PID: \d+\) booted/i, null, "", "high", "Puma started"],
    ["puma-reload", /\* (?:Restarting|phased-restart|Starting phased|Starting worker refork)|- Stopping \d+ for phased upgrade/, null, "", "high", "Puma restarts"],
    ["puma-stop", /- Gracefully (?:shutting down workers|stopping, waiting for requests)/, null, "", "high", "Puma stops"],
  ]),
];

/** Source: https://puma.io/puma/Puma/DSL.html */
export const puma: FormatDefinition = {
  id: "puma",
  title: "Puma log",
  product: "Puma",
  role: "app-error",
  kind: "message",
  docs: "https://puma.io/puma/Puma/DSL.html",
  template: null,
  looksLike:
    /! Terminating timed out worker|\bPuma starting in |- Worker \d+ \(PID: \d+\) booted|- Gracefully (?:shutting|stopping)|- Goodbye!/,
  sparse: true,
  precedence: 40,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123456Z [4] ! Terminating timed out worker (Worker 0 failed to check in within 60 seconds): 6",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123),
        signature: "puma-worker-timeout",
        phase: "read_header",
      },
    },
    {
      line: "2026-11-23T02:30:11.123456Z [4] ! Terminating timed out worker (Worker 0 failed to boot within 60 seconds): 6",
      event: { signature: "puma-boot-timeout", phase: "connect" },
    },
  ],
  canTell: ["workers that took too long", "starts, stops and restarts"],
  cannotTell: ["when, where nothing writes a time in front of its lines", "which request failed"],
  improve: 'log_formatter { |line| "#{Time.now.utc.iso8601} #{line}" } in puma.rb',
  open: (choice, options) => openMessages(choice.id, { product: "Puma", rules: SIGNATURES }, options),
};
