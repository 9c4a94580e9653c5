import type { FormatDefinition } from "@/core/formats/format-definition";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { haproxyDialect } from "./haproxy-dialect";
import { openHaproxy } from "./open-haproxy";

const CLF =
  '%{+Q}o %{-Q}ci - - [%T] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq';

/** `option httplog clf`. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.3 */
export const haproxyClf: FormatDefinition = {
  id: "haproxy-clf",
  title: "HAProxy HTTP log, CLF",
  product: "HAProxy",
  role: "access",
  kind: "template",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.3",
  template: CLF,
  looksLike: /\] "[^"]*" -?\d{1,3} \+?\d+ "" "" \d+ \d+ "[^"]*" "/,
  companions: ["haproxy-http", "haproxy-tcp", "haproxy-events"],
  precedence: 105,
  signatures: HAPROXY_REASONS,
  samples: [
    {
      line: '127.0.0.1 - - [25/Nov/2026:09:44:42 +0000] "GET /slow/x?a=1 HTTP/1.1" 504 198 "" "" 40770 132 "fclf~" "slow" "s1" 0 0 2 -1 1501 sH-- 22 3 5 5 0 0 0 "" "" "app.lab.test" ',
      event: {
        ...{ status: 504, path: "/slow/x?a=1", frontend: "fclf", upstreamName: "slow", server: "s1", flags: "sH--" },
        ...{ requestMs: 1501, clientIp: "127.0.0.1" },
        upstreams: [
          {
            ...{ addr: "slow/s1", status: null, connectMs: 2, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: '127.0.0.1 - - [25/Nov/2026:09:44:42 +0000] "GET /nosrv/x HTTP/1.1" 503 217 "" "" 40854 134 "fclf" "nosrv" "<NOSRV>" 0 -1 -1 -1 0 SC-- 19 7 0 0 0 0 0 "" "" "app.lab.test" ',
      event: { status: 503, upstreams: [], server: "<NOSRV>" },
    },
  ],
  canTell: ["who ended each session and in which phase", "backend and server, queue, connect and header times"],
  cannotTell: ["the host, unless it is captured", "the errno of a failed connection"],
  improve: "option httplog without clf, or a log-format with %[bc_err_str].",
  open: (choice, options) => openHaproxy(choice, { template: CLF, dialect: haproxyDialect, openEnd: true }, options),
};
