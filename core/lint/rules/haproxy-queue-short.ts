import { defineRule } from "@/core/lint/define-rule";
import { backendsOf, serversOf, settingOf } from "@/core/lint/haproxy-section";
import { writtenLine } from "@/core/lint/written";

export const haproxyQueueShort = defineRule({
  id: "haproxy-queue-short",
  title: "A server has a maxconn, and the queue before it no time of its own",
  severity: "notice",
  causes: ["upstream-overload"],
  languages: {
    haproxy: {
      docs: "https://docs.haproxy.org/2.8/configuration.html#4.2-timeout%20queue",
      risky: "backend b\n timeout connect 5s\n timeout server 30s\n server s 10.0.0.1:80 maxconn 50\n",
      sane: "backend b\n timeout connect 5s\n timeout server 30s\n timeout queue 20s\n server s 10.0.0.1:80 maxconn 50\n",
    },
  },
  check: ({ system }) =>
    backendsOf(system).flatMap((section) => {
      const limited = serversOf(section).find(({ parameters }) => parameters.has("maxconn"));
      const connect = settingOf(section, "timeout connect");
      if (limited === undefined || connect === undefined || settingOf(section, "timeout queue") !== undefined)
        return [];
      return [
        {
          ...writtenLine(limited.line),
          certainty: "certain" as const,
          why: `Requests beyond maxconn ${limited.parameters.get("maxconn") ?? ""} wait in a queue. Without timeout queue they wait as long as timeout connect (${connect.words[2] ?? ""}) allows and are then answered with 503 (sQ), which is seldom what timeout connect was chosen for.`,
          suggestion: "timeout queue 30s",
          related: [writtenLine(connect)],
          upstreams: [section.name],
        },
      ];
    }),
});
