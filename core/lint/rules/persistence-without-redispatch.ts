import { defineRule } from "@/core/lint/define-rule";
import { backendsOf, serversOf, settingOf } from "@/core/lint/haproxy-section";
import { writtenLine } from "@/core/lint/written";

/** Round robin goes to another server at a retry of its own accord; these do not. */
const STICKY_BALANCE = /^(?:source|uri|url_param|hdr|hash|rdp-cookie|leastconn|static-rr|first)/;

export const persistenceWithoutRedispatch = defineRule({
  id: "persistence-without-redispatch",
  title: "A retry goes to the server that has just failed",
  severity: "warning",
  causes: ["upstream-down", "rolling-deploy"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-option%20redispatch",
      risky: "backend b\n mode http\n balance source\n server s 10.0.0.1:80 check\n server t 10.0.0.2:80 check\n",
      sane: "backend b\n mode http\n balance roundrobin\n server s 10.0.0.1:80 check\n server t 10.0.0.2:80 check\n",
    },
  },
  check: ({ system }) =>
    backendsOf(system).flatMap((section) => {
      const servers = serversOf(section).filter(({ parameters }) => !parameters.has("backup"));
      const redispatch = settingOf(section, "option redispatch");
      const retries = settingOf(section, "retries");
      const none = retries?.words[1] === "0";
      if (servers.length < 2) return [];
      if (redispatch !== undefined && none) {
        return [
          {
            ...writtenLine(retries ?? redispatch),
            certainty: "certain" as const,
            why: "option redispatch sends a retry to another server, and retries 0 allows none: the first refused connection is a 503.",
            suggestion: "retries 3",
            related: [writtenLine(redispatch)],
            upstreams: [section.name],
          },
        ];
      }
      const cookie = settingOf(section, "cookie");
      const stick = settingOf(section, "stick on") ?? settingOf(section, "stick match");
      const balance = settingOf(section, "balance");
      const sticky = cookie ?? stick ?? (STICKY_BALANCE.test(balance?.words[1] ?? "") ? balance : undefined);
      if (redispatch !== undefined || sticky === undefined) return [];
      return [
        {
          ...writtenLine(sticky),
          certainty: "certain" as const,
          why: `${sticky.words[0] === "balance" ? `balance ${sticky.words[1] ?? ""}` : sticky.words[0] === "cookie" ? "The cookie" : "The stick table"} ties a request to one server. Without option redispatch all its retries go to that server: until health checks notice that it is gone, its clients get 503 though another could answer.`,
          suggestion: "option redispatch\nretries 3",
          upstreams: [section.name],
        },
      ];
    }),
});
