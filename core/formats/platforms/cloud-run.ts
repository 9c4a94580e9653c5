import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://cloud.google.com/run/docs/troubleshooting */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["cloud-run-malformed", /either the HTTP response was malformed or connection to the instance had an error/, null, "premature-close", "medium", "the instance broke off, or its answer is no HTTP"],
    ["cloud-run-memory", /Memory limit of [\d.]+ [MG]i?B exceeded with [\d.]+ [MG]i?B used/, "SIGKILL", "upstream-crash", "high", "the instance used more memory than it may"],
    ["cloud-run-timeout", /has been terminated because it has reached the maximum request timeout/, null, "upstream-timeout", "high", "the request took longer than it may"],
    ["cloud-run-signal", /Container (?:called exit\(\d+\)|terminated on signal \d+)|Uncaught signal: \d+/, "signal", "upstream-crash", "high", "the instance ended"],
  ]),
  ...rulesOfPhase("connect", [
    ["cloud-run-port", /failed to start and (?:then )?listen on the port defined/, null, "wrong-port", "high", "nothing listens on $PORT"],
    ["cloud-run-start", /Default STARTUP \w{2,5} probe failed|The instance could not start successfully/, null, "upstream-down", "high", "the instance did not start"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["cloud-run-no-instance", /aborted because there was no available instance/, null, "upstream-overload", "high", "no instance was free"],
  ]),
];

/** Source: https://cloud.google.com/run/docs/logging */
export const cloudRun: FormatDefinition = {
  id: "cloud-run",
  title: "Cloud Run system log",
  product: "Google Cloud Run",
  role: "app-error",
  kind: "message",
  docs: "https://cloud.google.com/run/docs/troubleshooting",
  template: null,
  looksLike:
    /connection to the instance had an error|no available instance|Memory limit of [\d.]+ [MG]i?B exceeded|listen on the port defined|Container (?:called exit|terminated on signal)|maximum request timeout|STARTUP \w{2,5} probe/,
  sparse: true,
  precedence: 60,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123456Z The request failed because either the HTTP response was malformed or connection to the instance had an error.",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), signature: "cloud-run-malformed", phase: "read_header" },
    },
    {
      line: "2026-11-23T02:30:11.123456789Z stderr F Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing the memory limit",
      choice: { wrappers: ["cri"] },
      event: { signature: "cloud-run-memory" },
    },
  ],
  canTell: ["instances that ended, ran out of memory or did not start"],
  cannotTell: ["what the application was doing"],
  improve: "gcloud logging read 'resource.type=cloud_run_revision' --format=json | jq -c '.[]'",
  open: (choice, options) => openMessages(choice.id, { product: "Cloud Run", rules: SIGNATURES }, options),
};
