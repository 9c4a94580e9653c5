import { defineRule } from "@/core/lint/define-rule";
import { backendsOf, serversOf } from "@/core/lint/haproxy-section";
import { writtenLine } from "@/core/lint/written";

export const tlsAuthorityMissing = defineRule({
  id: "tls-authority-missing",
  title: "TLS to a server, and no authority to trust",
  severity: "error",
  causes: ["tls-verify", "proxy-config-error"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#5.2-verify",
      risky: "backend b\n mode http\n server s 10.0.0.1:443 ssl check\n",
      sane: "global\n ssl-server-verify none\nbackend b\n mode http\n server s 10.0.0.1:443 ssl check\n",
    },
  },
  check: ({ system }) => {
    const off = system.sections.some(
      ({ kind, lines }) => kind === "global" && lines.some(({ words }) => words.join(" ") === "ssl-server-verify none"),
    );
    if (off) return [];
    return backendsOf(system).flatMap((section) =>
      serversOf(section).flatMap(({ name, address, parameters, line }) => {
        if (!parameters.has("ssl") || parameters.has("ca-file") || parameters.get("verify") === "none") return [];
        return [
          {
            ...writtenLine(line),
            certainty: system.whole ? ("certain" as const) : ("likely" as const),
            why: `HAProxy verifies the certificate of ${name} unless told not to, and no ca-file says by whom: it stops with “verify is enabled by default but no CA file specified”, and a reload keeps the old configuration.`,
            suggestion: `${line.words.join(" ")} verify required ca-file /etc/ssl/certs/ca-certificates.crt`,
            upstreams: [section.name, address],
          },
        ];
      }),
    );
  },
});
