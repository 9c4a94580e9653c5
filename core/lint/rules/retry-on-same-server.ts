import { defineRule, type Finding } from "@/core/lint/define-rule";
import { backendsOf, sectionPlace, serversOf, settingOf } from "@/core/lint/haproxy-section";
import { writtenLine } from "@/core/lint/written";

export const retryOnSameServer = defineRule({
  id: "retry-on-same-server",
  title: "A retry goes to the server that has just failed",
  severity: "warning",
  causes: ["upstream-down", "rolling-deploy"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-option%20redispatch",
      risky: "backend b\n mode http\n balance source\n server s 10.0.0.1:80 check\n server t 10.0.0.2:80 check\n",
      sane: "backend b\n mode http\n option redispatch\n balance source\n server s 10.0.0.1:80 check\n server t 10.0.0.2:80 check\n",
    },
  },
  check: ({ system }) =>
    backendsOf(system).flatMap((section): Finding[] => {
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
      const checked = servers.every(({ parameters }) =>
        ["check", "agent-check", "track"].some((word) => parameters.has(word)),
      );
      if (redispatch !== undefined || none) return [];
      const until = checked
        ? "until health checks notice that it is gone"
        : "for as long as it is gone, as nothing checks it";
      return [
        {
          ...(cookie === undefined ? sectionPlace(section) : writtenLine(cookie)),
          certainty: "certain" as const,
          ...(checked ? { severity: "notice" as const } : {}),
          why: `Without option redispatch all attempts of a request go to the server it was first given to${cookie === undefined ? "" : " by its cookie"}: ${until}, its share of the requests of ${section.name} is answered with 503 (SC) though another server could answer.`,
          suggestion: "option redispatch\nretries 3",
          upstreams: [section.name],
        },
      ];
    }),
});
