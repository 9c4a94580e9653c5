import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://fly.io/docs/monitoring/error-codes/ */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("connect", [
    ["fly-refused", /\[PC01\]|instance refused connection/, "PC01", "wrong-port", "medium", "nothing listens where the app should (PC01)"],
    ["fly-connect-timeout", /\[PC0[2-9]\]|timed out while connecting to your instance/, "PC02", "connection-timeout", "medium", "the instance did not take the connection in time"],
    ["fly-host-unreachable", /\[PU0[13]\]|unreachable worker host/, "PU01/PU03", "cdn-fault", "medium", "Fly's own host was not reached (PU01, PU03)"],
  ]),
  ...rulesOfPhase("read_header", [
    ["fly-closed", /\[PU02\]|connection closed before message completed/, "PU02", "premature-close", "medium", "the instance closed without an answer (PU02)"],
    ["fly-out-of-memory", /Out of memory: Killed process|Process appears to have been OOM killed/, "SIGKILL", "upstream-crash", "high", "the machine ran out of memory"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["fly-no-candidate", /\[PR04\]|could not find a good candidate/, "PR04", "no-live-upstreams", "high", "no instance to send to (PR04)"],
    ["fly-health-check", /Health check .{0,200} (?:has failed|is failing)|health check .{0,100}failing/i, null, "health-check-failing", "high", "a health check fails"],
    ["fly-started", /^(?:Starting machine|machine started in|Machine started)/, null, "", "high", "a machine started"],
    ["fly-stop", /^(?:Sending signal SIG(?:INT|TERM)|Downscaling app|App .{0,100} has excess capacity)/, null, "", "high", "a machine stops"],
  ]),
];

const TIME = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})?`;
const HEADS = [
  new RegExp(
    String.raw`^(?:(?<time>${TIME}) )?(?:\w{1,20}\[[\w-]{0,40}\] )?[a-z]{3} ?\[(?<level>\w{4,7})\] ?(?<message>.*)$`,
  ),
];

/** Source: https://fly.io/docs/monitoring/logging-overview/ */
export const flyProxy: FormatDefinition = {
  id: "fly-proxy",
  title: "Fly.io logs",
  product: "Fly.io",
  role: "app-error",
  kind: "message",
  docs: "https://fly.io/docs/monitoring/error-codes/",
  template: null,
  looksLike: /\b(?:proxy|app|runner|health)\[[\w-]{6,40}\] [a-z]{3} ?\[\w{4,7}\]/,
  precedence: 90,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123Z proxy[e82e550c226228] ams [error][PC01] instance refused connection. is your app listening on 0.0.0.0:8080? make sure it is not only listening on 127.0.0.1 (hint: look at your startup logs, servers often print the address they are listening on)",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123),
        level: "error",
        signature: "fly-refused",
        phase: "connect",
        errno: "PC01",
      },
    },
    {
      line: "2026-11-23T02:30:11Z proxy[5683970eae6308] sin [error] [PU02] could not complete HTTP request to instance: connection closed before message completed",
      event: { signature: "fly-closed", level: "error" },
    },
  ],
  canTell: ["the proxy's code for each failure, and the region"],
  cannotTell: ["which request failed", "how many succeeded"],
  improve: "Ship logs with fly-log-shipper: fly logs keeps few of them.",
  open: (choice, options) => openMessages(choice.id, { product: "Fly.io", rules: SIGNATURES, heads: HEADS }, options),
};
