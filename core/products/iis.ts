// https://learn.microsoft.com/iis/extensions/planning-for-arr/using-the-application-request-routing-module
import type { Advice } from "./advice";

const FARM = "appcmd set config -section:webFarms";
const W3C = "IIS's W3C log with sc-substatus and sc-win32-status";

export const iisAdvice: Advice = {
  title: "IIS",
  process: null,
  folder: null,
  check: [],
  reload: ["iisreset /noforce   # only where the change asks for it"],
  show: "appcmd list config -section:webFarms",
  live: ["appcmd list requests /elapsed:1000", "netsh http show servicestate"],
  words: { "read-timeout": "timeout", target: "address|httpPort", idle: "keepAlive" },
  set: {
    "read-timeout": [`${FARM} /[name='FARM'].applicationRequestRouting.protocol.timeout:00:02:00`],
    "shorter-timeout": [`${FARM} /[name='FARM'].applicationRequestRouting.protocol.timeout:00:00:25`],
    "fail-over": [
      `${FARM} /+"[name='FARM'].[address='SECOND']"`,
      `${FARM} /[name='FARM'].applicationRequestRouting.healthCheck.url:http://{host}/healthz`,
    ],
    idle: [
      `${FARM} /[name='FARM'].applicationRequestRouting.protocol.keepAlive:true   # http.sys closes idle connections after 120 s`,
    ],
    target: [`${FARM} /[name='FARM'].[address='{upstreamHost}'].applicationRequestRouting.httpPort:PORT`],
    "health-check": [`${FARM} /[name='FARM'].applicationRequestRouting.healthCheck.url:http://{host}/healthz`],
    "error-page": ['<httpErrors><error statusCode="502" path="/sorry.html" responseMode="ExecuteURL"/></httpErrors>'],
    descriptors: ["# the application pool's queue length and the limit of connections of the site"],
    "client-slots": ["appcmd set apppool POOL /queueLength:5000"],
    "body-limit": ['<requestLimits maxAllowedContentLength="20971520"/>'],
    "request-id": ["# log X-ARR-LOG-ID at the backend"],
  },
  supplies: {
    signatures: W3C,
    proxyMessages: "the HTTPERR log (C:\\Windows\\System32\\LogFiles\\HTTPERR)",
    durations: "time-taken of IIS's W3C log",
    hosts: "cs-host of IIS's W3C log",
    clients: "c-ip of IIS's W3C log",
    agents: "cs(User-Agent) of IIS's W3C log",
    requestBytes: "cs-bytes of IIS's W3C log",
    bodySizes: "sc-bytes of IIS's W3C log",
    config: "the web farm's configuration (applicationHost.config)",
  },
  fields: { host: "cs-host", requestTime: "time-taken", requestBytes: "cs-bytes" },
  logging: {
    directives: [
      "# W3C fields: sc-substatus, sc-win32-status, time-taken, cs-host, sc-bytes, cs-bytes, X-ARR-LOG-ID",
      "# Failed Request Tracing for 502, and the HTTPERR log of the backend",
    ],
    verify: "502.3 with 12002 is a time-out, 12029 a refused connection, 12030 a closed one.",
  },
  combined: false,
  reasonField: "sc-substatus and sc-win32-status",
};
