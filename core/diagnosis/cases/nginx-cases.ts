import { buildEvidence, closed, field, instant, messages, share } from "./evidence-builder";
import { only, type ProductCase } from "./product-case";

/** What nginx's own lines tell apart beyond the case that each cause has. */
export const nginxCases: ProductCase[] = [
  {
    ...{ name: "nginx, behind itself", product: "nginx", cause: "proxy-loop", standing: "confirmed" },
    shows: buildEvidence(
      {
        product: "nginx",
        signatures: [],
        header: { seen: 98, unseen: 2, samples: [] },
        proxyMessages: [messages("worker-connections", 40)],
        repeats: { lines: 1000, requests: 5, most: 300, samples: [] },
      },
      only(502),
    ),
    lookAlike: buildEvidence(
      {
        product: "nginx",
        signatures: [],
        header: { seen: 98, unseen: 2, samples: [] },
        repeats: { lines: 100, requests: 70, most: 3, samples: [] },
      },
      only(502),
    ),
    instead: "passed-through",
  },
  {
    ...{ name: "nginx, plain HTTP to a TLS port", product: "nginx", cause: "wrong-protocol", standing: "likely" },
    shows: buildEvidence(
      { signatures: [closed(100)], durations: instant, upstreams: [share("10.20.3.12:8443", 100, 100)] },
      { ...only(502), requests: 100, ratio: 1, rampMinutes: 0 },
    ),
    lookAlike: buildEvidence(
      { signatures: [closed(100)], durations: instant, upstreams: [share("10.20.3.12:8443", 100, 400)] },
      { ...only(502), requests: 400, ratio: 0.25, rampMinutes: 0 },
    ),
    instead: "premature-close",
  },
  {
    ...{ name: "nginx, a rule for every request", product: "nginx", cause: "maintenance-mode", standing: "possible" },
    shows: buildEvidence(
      { upstreamField: field({ none: 100 }), routes: [share("/cart", 100, 101)] },
      { ...only(503), requests: 120, ratio: 0.83 },
    ),
    lookAlike: buildEvidence(
      { upstreamField: field({ none: 100 }), routes: [share("/cart", 100, 200)] },
      { ...only(503), requests: 200, ratio: 0.5 },
    ),
    instead: "rate-limited",
  },
];
