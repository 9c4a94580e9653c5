import { defineRule } from "@/core/lint/define-rule";
import { shortText } from "@/core/lint/written";

export const maxFailsOnSingleServer = defineRule({
  id: "max-fails-on-single-server",
  title: "max_fails does nothing with a single server",
  severity: "notice",
  causes: ["upstream-down"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_fails",
      risky: "upstream app { server 10.0.0.1:80 max_fails=3 fail_timeout=30s; } server { listen 80; }",
      sane: "upstream app { server app.internal:80 resolve max_fails=3; } server { listen 80; }",
    },
  },
  check: ({ system: { config } }) =>
    config.upstreams.flatMap(({ name, servers }) => {
      const [only, ...others] = servers;
      const setting = only?.parameters.find((each) => /^(?:max_fails|fail_timeout)=/.test(each));
      // max_fails=0 says openly that nothing is counted; a name may stand for several servers.
      if (
        only === undefined ||
        others.length > 0 ||
        setting === undefined ||
        /[a-z]/i.test(only.address.replace(/^unix:.*/, ""))
      )
        return [];
      if (only.parameters.includes("max_fails=0") || only.parameters.includes("resolve")) return [];
      const words = only.parameters.filter((each) => !/^(?:max_fails|fail_timeout)=/.test(each));
      return [
        {
          ...{
            file: only.file,
            line: only.line,
            text: shortText(["server", only.address, ...only.parameters].join(" ")),
          },
          certainty: "certain" as const,
          why: `upstream ${name} has one server. nginx then ignores max_fails and fail_timeout: every request goes to it, whether it answers or not, and none has another server to go to.`,
          suggestion: `${["server", only.address, ...words].join(" ")};\nserver <second server>;`,
          upstreams: [name, only.address],
        },
      ];
    }),
});
