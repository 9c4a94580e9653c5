import type { FormatDefinition } from "@/core/formats/format-definition";
import { openSquid } from "./open-squid";
import { squidDialect } from "./squid-dialect";
import { SQUID_KNOWN } from "./squid-reasons";

/** Read where no string is given: the native format with the values that say why behind it. */
const RECOMMENDED =
  "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %err_code/%err_detail %<tt %<pt %dt %<p";

/** Any logformat string. Source: https://www.squid-cache.org/Doc/config/logformat/ */
export const squidTemplate: FormatDefinition = {
  id: "squid-template",
  title: "Squid, own logformat",
  product: "Squid",
  role: "access",
  kind: "template",
  docs: "https://www.squid-cache.org/Doc/config/logformat/",
  template: null,
  dialect: "squid",
  companions: ["squid-cache"],
  precedence: 110,
  signatures: SQUID_KNOWN,
  samples: [
    {
      choice: { template: `logformat diag ${RECOMMENDED}` },
      line: "1795599937.837      2 127.0.0.1 TCP_MISS/502 3427 GET http://app.lab.test/rst/x? - FIRSTUP_PARENT/127.0.0.1 text/html ERR_READ_ERROR/WITH_SERVER 12 10 - 18103",
      event: {
        atMs: 1795599937837,
        ...{ status: 502, errorReason: "ERR_READ_ERROR/WITH_SERVER", flags: "TCP_MISS", host: "app.lab.test" },
        ...{ requestMs: 2, bodyBytes: 3427 },
        upstreams: [
          {
            ...{ addr: "127.0.0.1", status: null, connectMs: null, headerMs: null, responseMs: 10 },
            ...{ receivedBytes: null, sentBytes: null },
          },
        ],
      },
    },
    {
      choice: { template: '%>a [%tl] "%rm %ru HTTP/%rv" %>Hs %<st %Ss %<a:%<p %err_code "%{User-Agent}>h"' },
      line: '192.0.2.7 [25/Nov/2026:09:45:37 +0000] "GET http://app.lab.test/p HTTP/1.1" 502 191 TCP_MISS 10.0.0.5:8080 - "curl/8"',
      event: {
        status: 502,
        errorReason: null,
        userAgent: "curl/8",
        protocol: "HTTP/1.1",
        path: "http://app.lab.test/p",
      },
    },
  ],
  canTell: ["what its codes carry"],
  cannotTell: ["what it has no code for"],
  improve: "Have %err_code/%err_detail, %Sh/%<a, %<tt, %<pt, %tr and %>Hs in it.",
  open: (choice, options) => {
    const template = choice.template ?? RECOMMENDED;
    return openSquid(choice, { plan: squidDialect(template), template, openEnd: false }, options);
  },
};
