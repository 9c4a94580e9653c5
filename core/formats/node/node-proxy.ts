import type { FormatDefinition } from "@/core/formats/format-definition";
import { openMessages } from "@/core/formats/open-messages";
import { NODE_PROXY_SIGNATURES } from "./node-proxy-signatures";

const CODES =
  /\[HPM\] |\b(?:connect|read|write|listen|getaddrinfo|accept) E[A-Z_]{3,20}\b|\bsocket hang up\b|\bEPROTO\b|HPE_[A-Z]|Parse Error: |ERR_(?:SSL|TLS)_|UND_ERR_|_CERT\b|CERT_|JavaScript heap out of memory/;

/** Proxies and applications on Node.js: http-proxy, http-proxy-middleware, undici. Source: https://nodejs.org/api/errors.html */
export const nodeProxy: FormatDefinition = {
  id: "node-proxy",
  title: "Node.js proxy or application",
  product: "Node.js",
  role: "app-error",
  kind: "message",
  docs: "https://nodejs.org/api/errors.html",
  template: null,
  looksLike: CODES,
  sparse: true,
  precedence: 30,
  signatures: NODE_PROXY_SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123Z proxy error: connect ECONNREFUSED 127.0.0.1:9000",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123),
        signature: "node-refused",
        phase: "connect",
        errno: "ECONNREFUSED",
        upstreamAddr: "127.0.0.1:9000",
      },
    },
    {
      line: '{"level":50,"time":1795400000123,"pid":7,"err":{"type":"Error","message":"socket hang up","code":"ECONNRESET"},"msg":"proxying failed"}',
      event: {
        atMs: 1795400000123,
        level: "error",
        pid: 7,
        signature: "node-hang-up",
        message: "proxying failed: socket hang up [ECONNRESET]",
      },
    },
    {
      line: "2026-11-23 02:30:11 [HPM] Error occurred while proxying request localhost:3000/api to http://localhost:9000/ [ECONNREFUSED] (https://nodejs.org/api/errors.html#errors_common_system_errors)",
      event: { signature: "hpm-refused", upstreamAddr: "localhost:9000", host: "localhost:3000", path: "/api" },
    },
  ],
  canTell: ["the code of each failure, and the address for refused connections"],
  cannotTell: ["which request failed, mostly", "how many succeeded"],
  improve:
    "Log err.code, err.address, err.port, req.method, req.url and req.reusedSocket, with a time, in the proxy's error handler.",
  open: (choice, options) =>
    openMessages(
      choice.id,
      {
        product: "Node.js",
        rules: NODE_PROXY_SIGNATURES,
        upstream:
          /\bconnect E[A-Z]{3,16} (\S{1,200}:\d{1,5}|\/\S{1,200})|proxying request \S{1,2000} to \w{2,6}:\/\/([\w.-]{1,200}:\d{1,5})/,
        request: /proxying request (?<host>[^\s/]{1,200})(?<path>\/\S{0,2000})? to /,
      },
      options,
    ),
};
