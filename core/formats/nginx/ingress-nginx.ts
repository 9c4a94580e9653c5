import type { FormatDefinition } from "@/core/formats/format-definition";
import { COMBINED } from "./nginx-combined";
import { openNginxAccess } from "./open-nginx-access";

const INGRESS = `${COMBINED} $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`;

/** Source: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
export const ingressNginx: FormatDefinition = {
  id: "ingress-nginx",
  title: "ingress-nginx (Kubernetes)",
  product: "ingress-nginx",
  role: "access",
  kind: "template",
  docs: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/",
  template: INGRESS,
  companions: ["nginx-error", "ingress-nginx-controller"],
  precedence: 100,
  samples: [
    {
      line: '10.0.0.5 - - [12/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 502 150 "-" "curl/8.5.0" 80 0.002 [default-web-80] [] 10.244.1.7:8080, 10.244.1.8:8080 0, 0 0.000, 0.001 502, 502 9c0d1b2a',
      event: {
        status: 502,
        requestMs: 2,
        upstreamName: "default-web-80",
        requestId: "9c0d1b2a",
        requestBytes: 80,
        upstreams: [
          {
            addr: "10.244.1.7:8080",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 0,
            receivedBytes: null,
            sentBytes: null,
          },
          {
            addr: "10.244.1.8:8080",
            status: 502,
            connectMs: null,
            headerMs: null,
            responseMs: 1,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
    {
      line: '10.0.0.5 - - [12/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 503 190 "-" "curl/8.5.0" 80 0.000 [default-web-80] [] - - - - 9c0d1b2a',
      event: { status: 503, upstreams: [], upstreamName: "default-web-80" },
    },
  ],
  canTell: [
    "which pods were tried and what each answered",
    "the service, by the upstream's name",
    "503 without an endpoint",
  ],
  cannotTell: ["whether a connection was made", "whether the pod sent a header"],
  improve: "In the ConfigMap, append $upstream_connect_time and $upstream_header_time to log-format-upstream.",
  open: (choice, options) => openNginxAccess(choice.id, INGRESS, choice.escape, options),
};
