import { defineRule } from "@/core/lint/define-rule";
import { backendsOf, sectionPlace, serversOf, settingOf } from "@/core/lint/haproxy-section";
import { listed } from "@/core/lint/written";

/** Names until HAProxy 2.1. */
const OLD: Record<string, string> = { client: "clitimeout", connect: "contimeout", server: "srvtimeout" };

export const haproxyTimeoutsMissing = defineRule({
  id: "haproxy-timeouts-missing",
  title: "No limit on how long HAProxy waits",
  severity: "warning",
  causes: ["upstream-timeout", "connection-timeout", "upstream-overload"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-timeout%20server",
      risky:
        "defaults\n mode http\n timeout client 30s\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s 10.0.0.1:80\n",
      sane: "defaults\n mode http\n timeout client 30s\n timeout connect 5s\n timeout server 30s\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s 10.0.0.1:80\n",
    },
  },
  check: ({ system }) => {
    const fronts = system.sections
      .filter(
        ({ kind, lines }) =>
          kind === "frontend" || (kind === "listen" && lines.some(({ words }) => words[0] === "bind")),
      )
      .map((section) => ({ section, wanted: ["client"] }));
    const backs = backendsOf(system)
      .filter((section) => serversOf(section).length > 0)
      .map((section) => ({ section, wanted: ["connect", "server"] }));
    return [...fronts, ...backs].flatMap(({ section, wanted }) => {
      const missing = wanted.filter(
        (each) =>
          settingOf(section, `timeout ${each}`) === undefined && settingOf(section, OLD[each] ?? "") === undefined,
      );
      if (missing.length === 0) return [];
      const forever = missing.includes("client") ? "a client that falls silent" : "a server that does not answer";
      return [
        {
          ...sectionPlace(section),
          certainty: system.whole ? ("certain" as const) : ("possible" as const),
          why: `timeout ${listed(missing)} ${missing.length > 1 ? "are" : "is"} set neither here nor in defaults, so ${forever} holds its connection for ever: they pile up to maxconn and then every request waits or fails with 503. HAProxy warns of it at each start.`,
          suggestion: missing.map((each) => `timeout ${each} ${each === "connect" ? "5s" : "60s"}`).join("\n"),
          upstreams: section.kind === "frontend" ? [] : [section.name],
        },
      ];
    });
  },
});
