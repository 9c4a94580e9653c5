import { reasonsOfPhase } from "@/core/formats/match-reason";

const code = (...codes: string[]) => ({ errorReason: new RegExp(`^(?:${codes.join("|")})$`) });

/** Source: https://devcenter.heroku.com/articles/error-codes */
// prettier-ignore
export const HEROKU_REASONS = [
  ...reasonsOfPhase("connect", [
    ["heroku-h10", code("H10"), "H10", "upstream-crash", "high", "the app crashed (H10)"],
    ["heroku-h11", code("H11"), "H11", "backlog-full", "high", "too many requests wait (H11)"],
    ["heroku-h19", code("H19"), "H19", "connection-timeout", "high", "the dyno did not take the connection in time (H19)"],
    ["heroku-h20", code("H20"), "H20", "rolling-deploy", "high", "the dyno took too long to start (H20)"],
    ["heroku-h21", code("H21"), "H21", "upstream-down", "high", "the dyno refused the connection (H21)"],
  ]),
  ...reasonsOfPhase("read_header", [
    ["heroku-h12", code("H12"), "H12", "upstream-timeout", "high", "no answer within 30 s (H12)"],
    ["heroku-h13", code("H13"), "H13", "premature-close", "high", "the dyno closed without an answer (H13)"],
    ["heroku-h17", code("H17"), "H17", "invalid-response", "high", "an answer that is no HTTP (H17)"],
    ["heroku-h27", code("H27"), "H27", "client-abort", "high", "the client left (H27)"],
  ]),
  ...reasonsOfPhase("read_body", [
    ["heroku-h15", code("H15"), "H15", "upstream-timeout", "high", "the connection was idle too long (H15)"],
    ["heroku-h18", code("H18"), "H18", "truncated-response", "high", "the dyno broke off (H18)"],
    ["heroku-h28", code("H28"), "H28", "client-abort", "high", "the client was idle too long (H28)"],
  ]),
  ...reasonsOfPhase("policy", [
    ["heroku-h80", code("H80"), "H80", "maintenance-mode", "high", "maintenance mode (H80)"],
  ]),
  ...reasonsOfPhase("proxy_internal", [
    ["heroku-h14", code("H14"), "H14", "no-live-upstreams", "high", "no web dyno runs (H14)"],
    ["heroku-h99", code("H99"), "H99", "cdn-fault", "high", "Heroku's own fault (H99)"],
  ]),
];
