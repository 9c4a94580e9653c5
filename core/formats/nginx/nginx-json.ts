import { allAliases } from "@/core/formats/field-aliases";
import type { FormatDefinition } from "@/core/formats/format-definition";
import { isJsonTemplate, writeJsonTemplate } from "@/core/formats/json-template";
import { openNginxAccess } from "./open-nginx-access";

/** Every usual key, for files whose keys were not looked at first. */
const USUAL = writeJsonTemplate(
  [...allAliases(), ["@timestamp", "time_iso8601"] as const].map(([key, variable]) => ({ path: [key], variable })),
);

/** One JSON object a line, as written by `log_format … escape=json`. Source: https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format */
export const nginxJson: FormatDefinition = {
  id: "nginx-json",
  title: "nginx JSON",
  product: "nginx",
  role: "access",
  kind: "json",
  docs: "https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format",
  template: null,
  dialect: "nginx",
  companions: ["nginx-error"],
  precedence: 80,
  samples: [
    {
      line: '{"time":"2025-05-20T19:00:02-05:00","remote_addr":"198.18.106.103","host":"search.example.com","method":"GET","uri":"/v1/items?page=4504","protocol":"HTTP/1.1","status":502,"bytes":150,"referer":"","user_agent":"a \\"b\\"","request_time":0.021,"upstream_addr":"10.1.17.12:9200, search","upstream_status":"502, 502","upstream_response_time":"0.020, 0.000","upstream_connect_time":"-, -"}',
      event: {
        atMs: Date.UTC(2025, 4, 21, 0, 0, 2),
        status: 502,
        path: "/v1/items?page=4504",
        userAgent: 'a "b"',
        requestMs: 21,
        referer: null,
        upstreams: [
          {
            addr: "10.1.17.12:9200",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 20,
            receivedBytes: null,
            sentBytes: null,
          },
          {
            addr: "search",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 0,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
  ],
  canTell: ["what its keys carry"],
  cannotTell: ["what it has no key for"],
  improve:
    "Have $upstream_addr, $upstream_status, $upstream_connect_time, $upstream_header_time, $upstream_response_time, $request_time and $host in it.",
  open: (choice, options) => {
    const template = choice.template ?? USUAL;
    if (!isJsonTemplate(template)) return { problem: "The format string is no JSON object." };
    return openNginxAccess(choice.id, template, "json", options);
  },
};
