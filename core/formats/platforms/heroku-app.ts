import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://devcenter.heroku.com/articles/error-codes, https://devcenter.heroku.com/articles/dynos */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["heroku-memory", /Error R1[45] \(Memory quota (?:vastly )?exceeded\)/, "R14/R15", "upstream-crash", "medium", "the dyno uses more memory than it has (R14, R15)"],
    ["heroku-killed", /Stopping process with SIGKILL|Process exited with status 137/, "SIGKILL", "upstream-crash", "high", "the dyno was killed"],
  ]),
  ...rulesOfPhase("connect", [
    ["heroku-boot-timeout", /Error R10 \(Boot timeout\)/, "R10", "wrong-port", "medium", "the app did not listen on $PORT in time (R10)"],
    ["heroku-exit-timeout", /Error R12 \(Exit timeout\)/, "R12", "rolling-deploy", "medium", "the dyno did not stop in time (R12)"],
    ["heroku-crashed", /State changed from \w+ to crashed/, null, "upstream-crash", "high", "the dyno crashed"],
    ["heroku-exited", /Process exited with status (?!0\b|143\b)\d+/, null, "upstream-crash", "medium", "the app ended on an error"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["heroku-release", /^(?:Release v\d+ created|Deploy [0-9a-f]+ by|Set [\w, ]+ config vars? by)/, null, "", "high", "a release"],
    ["heroku-restart", /^(?:Restarting|Cycling)$|State changed from \w+ to (?:starting|down)|Stopping all processes with SIGTERM/, null, "", "high", "the dyno restarts"],
    ["heroku-up", /State changed from starting to up/, null, "", "high", "the dyno is up"],
    ["heroku-scale", /^Scaled to /, null, "", "high", "dynos were scaled"],
  ]),
];

const TIME = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})`;
const HEADS = [
  new RegExp(String.raw`^(?<time>${TIME}) (?:heroku|app)\[[\w.-]{1,40}\]: (?<message>.*)$`),
  new RegExp(
    String.raw`^(?:\d{1,5} )?<\d{1,3}>1 (?<time>${TIME}) \S{1,60} (?:heroku|app) [\w.-]{1,40} - (?<message>.*)$`,
  ),
];

/** Source: https://devcenter.heroku.com/articles/logging#log-format */
export const herokuApp: FormatDefinition = {
  id: "heroku-app",
  title: "Heroku dynos",
  product: "Heroku",
  role: "app-error",
  kind: "message",
  docs: "https://devcenter.heroku.com/articles/logging#log-format",
  template: null,
  looksLike:
    /\b(?:heroku|app)\[(?!router)[\w.-]{1,40}\]: |<\d{1,3}>1 \S{20,40} \S{1,60} (?:heroku|app) (?!router)[\w.-]{1,40} - /,
  precedence: 90,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123456+00:00 heroku[web.1]: Error R15 (Memory quota vastly exceeded)",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), signature: "heroku-memory", phase: "read_header" },
    },
    {
      line: "2026-11-23T02:30:12.123456+00:00 heroku[web.1]: State changed from up to crashed",
      event: { signature: "heroku-crashed" },
    },
  ],
  canTell: ["dynos that crashed, were killed or ran out of memory", "releases, restarts and scaling"],
  cannotTell: ["which request failed"],
  improve: "heroku labs:enable log-runtime-metrics",
  open: (choice, options) =>
    openMessages(choice.id, { product: "Heroku's dynos", rules: SIGNATURES, heads: HEADS }, options),
};
