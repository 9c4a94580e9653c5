import { readDurationMs } from "@/core/configs/read-duration";
import { defineRule } from "@/core/lint/define-rule";
import { duration, shortText } from "@/core/lint/written";

/** nginx's own default is 10 s; from a minute on, a restart of all servers in turn finds none left. */
const LONG_MS = 60_000;

export const failedOnceLeftLong = defineRule({
  id: "failed-once-left-long",
  title: "One failure takes a server out for a minute or more",
  severity: "warning",
  causes: ["no-live-upstreams"],
  languages: {
    nginx: {
      docs: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#fail_timeout",
      risky: "upstream app { server 10.0.0.1:80 fail_timeout=120s; server 10.0.0.2:80; } server { listen 80; }",
      sane: "upstream app { server 10.0.0.1:80 max_fails=5 fail_timeout=120s; server 10.0.0.2:80; } server { listen 80; }",
    },
  },
  check: ({ system: { config } }) =>
    config.upstreams
      .filter(({ servers }) => servers.length > 1)
      .flatMap(({ name, servers }) =>
        servers.flatMap(({ address, parameters, file, line }) => {
          const value = (key: string) => parameters.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
          const ms = readDurationMs(value("fail_timeout") ?? "") ?? 0;
          if (ms < LONG_MS || Number(value("max_fails") ?? 1) !== 1) return [];
          const rest = parameters.filter((each) => !/^(?:max_fails|fail_timeout)=/.test(each));
          return [
            {
              ...{ file, line, text: shortText(["server", address, ...parameters].join(" ")) },
              certainty: "certain" as const,
              why: `A single failed attempt (max_fails is 1) leaves ${address} out for ${duration(ms)}. When each server of upstream ${name} has failed once, the answer is 502 “no live upstreams” although all may be well again.`,
              suggestion: `${["server", address, ...rest, "max_fails=3", "fail_timeout=10s"].join(" ")};`,
              upstreams: [name, address],
            },
          ];
        }),
      ),
});
