import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/** Source: https://github.com/dotnet/yarp/blob/main/src/ReverseProxy/Forwarder/HttpForwarder.cs (Log.GetMessage) */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["yarp-timeout", /RequestTimedOut: The request timed out before receiving a response/, "RequestTimedOut", "upstream-timeout", "high", "the destination did not answer in time"],
    ["yarp-canceled", /RequestCanceled: /, "RequestCanceled", "client-abort", "high", "the client left before the answer"],
    ["yarp-closed", /\bRequest: An error was encountered before receiving a response.{0,400}(?:response ended prematurely|forcibly closed|Connection reset by peer)/, "Request", "premature-close", "medium", "the destination closed without an answer"],
  ]),
  ...rulesOfPhase("resolve", [
    ["yarp-dns", /\bRequest: An error was encountered before receiving a response.{0,400}(?:Name or service not known|No such host is known|nodename nor servname)/, "Request", "dns-failure", "high", "the destination's name did not resolve"],
  ]),
  ...rulesOfPhase("tls", [
    ["yarp-tls", /\bRequest: An error was encountered before receiving a response.{0,400}SSL connection could not be established/, "Request", "tls-handshake", "high", "TLS handshake with the destination failed"],
  ]),
  ...rulesOfPhase("connect", [
    ["yarp-request", /\bRequest: An error was encountered before receiving a response/, "Request", "upstream-down", "low", "the destination gave no answer"],
  ]),
  ...rulesOfPhase("send", [
    ["yarp-request-body-client", /RequestBodyClient: |RequestBodyCanceled: /, "RequestBodyClient", "client-abort", "high", "the client's request body broke off"],
    ["yarp-request-body", /RequestBodyDestination: /, "RequestBodyDestination", "early-response", "medium", "the destination did not take the request's body"],
  ]),
  ...rulesOfPhase("read_body", [
    ["yarp-response-body", /ResponseBodyDestination: /, "ResponseBodyDestination", "truncated-response", "high", "the destination's answer broke off"],
    ["yarp-response-body-client", /ResponseBodyClient: |ResponseBodyCanceled: /, "ResponseBodyClient", "client-abort", "high", "the client left during the answer"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["yarp-no-destination", /No available destinations after load balancing for cluster|NoAvailableDestinations: /, "NoAvailableDestinations", "no-live-upstreams", "high", "no healthy destination in the cluster"],
    ["yarp-unhealthy", /Destination .{0,200} marked as 'Unhealthy'|Probing destination .{0,300} failed|Active health state of destination .{0,200} is changing to 'Unhealthy'/, null, "health-check-failing", "high", "a destination's health check fails"],
    ["yarp-reload", /Applying (?:proxy )?config|Loading proxy data from config/i, null, "", "high", "YARP reads its configuration"],
  ]),
];

const CATEGORY = String.raw`Yarp\.ReverseProxy\.[\w.]{1,120}\[\d{1,5}\]`;
const HEADS = [
  // The simple console in one line, with or without its time: 2026-11-23 02:30:11 warn: Yarp…[48] message
  new RegExp(
    String.raw`^(?:(?<time>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\S{0,16}) )?(?<level>trce|dbug|info|warn|fail|crit): ${CATEGORY} ?(?<message>.*)$`,
  ),
];

/** Source: https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/diagnosing-yarp-issues */
export const yarp: FormatDefinition = {
  id: "yarp",
  title: "YARP log",
  product: "YARP",
  role: "app-error",
  kind: "message",
  docs: "https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/diagnosing-yarp-issues",
  template: null,
  looksLike: /\bYarp\.ReverseProxy\.|RequestTimedOut: |No available destinations after load balancing/,
  sparse: true,
  precedence: 60,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123Z warn: Yarp.ReverseProxy.Forwarder.HttpForwarder[48] RequestTimedOut: The request timed out before receiving a response.",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), level: "warn", signature: "yarp-timeout" },
    },
    {
      line: '{"Timestamp":"2026-11-23T02:30:11.123Z","EventId":48,"LogLevel":"Warning","Category":"Yarp.ReverseProxy.Forwarder.HttpForwarder","Message":"Request: An error was encountered before receiving a response.","Exception":"System.Net.Http.HttpRequestException: Connection refused (localhost:5000) ---> System.Net.Sockets.SocketException"}',
      event: { level: "warning", signature: "yarp-request", phase: "connect", upstreamAddr: "localhost:5000" },
    },
  ],
  canTell: ["the forwarder's error, and clusters without a healthy destination"],
  cannotTell: ["when, where the console writes no time", "which request failed"],
  improve: '"Logging": { "LogLevel": { "Yarp": "Information" } }, and AddJsonConsole() with a TimestampFormat.',
  open: (choice, options) =>
    openMessages(
      choice.id,
      {
        product: "YARP",
        rules: SIGNATURES,
        heads: HEADS,
        upstream: /\(((?:[\w.-]{1,200}|\[[\da-fA-F:.]{2,45}\]):\d{1,5})\)/,
      },
      options,
    ),
};
