import type { FormatDefinition } from "@/core/formats/format-definition";
import { HAPROXY_REASONS } from "./haproxy-reasons";
import { haproxyDialect } from "./haproxy-dialect";
import { openHaproxy } from "./open-haproxy";
import { withExtraColumns } from "./with-extra-columns";

const TCPLOG = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

/** `option tcplog`. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.2 */
export const haproxyTcp: FormatDefinition = {
  id: "haproxy-tcp",
  title: "HAProxy TCP log",
  product: "HAProxy",
  role: "access",
  kind: "template",
  docs: "https://docs.haproxy.org/3.2/configuration.html#8.2.2",
  template: TCPLOG,
  looksLike: / [^\s/]+\/\S+ (?:[^\s/]+ )?-?\d+\/-?\d+\/\+?-?\d+ \+?\d+ [A-Za-z-]{2} \d+\//,
  companions: ["haproxy-events"],
  precedence: 110,
  signatures: HAPROXY_REASONS,
  samples: [
    {
      line: "127.0.0.1:43846 [25/Nov/2026:09:44:42.162] tref tref/s1 1/-1/1001 0 SC 27/1/0/0/1 0/0",
      event: {
        atMs: Date.UTC(2026, 10, 25, 9, 44, 42, 162),
        ...{ status: null, path: null, flags: "SC", requestMs: 1001, upstreamName: "tref", server: "s1" },
        upstreams: [
          {
            ...{ addr: "tref/s1", status: null, connectMs: null, headerMs: null, responseMs: null },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      line: "Nov 25 09:44:43 lb1 haproxy[13888]: ::1:56232 [25/Nov/2026:09:44:42.161] t~ t/s1 1/4/1508 67 sD 16/1/0/0/0 0/0",
      event: { clientIp: "::1", frontend: "t", flags: "sD", bodyBytes: 67 },
    },
    {
      line: "127.0.0.1:44236 [25/Nov/2026:09:44:42.162] tdown tdown/<NOSRV> -1/-1/0 0 SC 52/1/0/0/0 0/0",
      event: { upstreams: [], server: "<NOSRV>" },
    },
  ],
  canTell: ["who ended each connection and in which phase", "backend and server, queue and connect times"],
  cannotTell: ["requests and statuses: it counts connections", "its time zone"],
  improve: "mode http with option httplog where the traffic is HTTP.",
  open: (choice, options) =>
    openHaproxy(choice, { template: TCPLOG, dialect: withExtraColumns(haproxyDialect), openEnd: true }, options),
};
