/**
 * A small application in a process of its own, so that a fault can kill it for real. Started by `upstreams.mjs`; gets its address
 * as arguments and its behaviour by message.
 */
import { createServer as createHttps } from "node:https";
import { createServer as createHttp } from "node:http";
import { readFileSync } from "node:fs";
import { seededRandom } from "./seeded-random.mjs";

const [address, port, tlsDir, life] = process.argv.slice(2);

/** How it behaves now; a message replaces parts of it. */
const mode = {
  /** Median milliseconds of an answer. */
  latencyMs: 20,
  /** Requests worked on at once; the others wait. */
  workers: 64,
  /** Longest queue; beyond it the connection is closed without an answer. */
  queue: 10_000,
  /** What happens to requests whose path matches `only`. */
  fault: "none",
  only: ".",
  /** Share of the matching requests that meet the fault. */
  share: 1,
  /** Milliseconds until the fault strikes. */
  afterMs: 0,
  keepAliveMs: 75_000,
  /** Share of answers that are the application's own 500. */
  errorShare: 0.002,
};

let busy = 0;
const waiting = [];
/** Each start draws anew: a generator that began again at each would have every life of a crashing worker end at the same request. */
const seeded = seededRandom(`${address}:${port}#${life}`);

const SCANNED = /\.php|\.env|wp-|boaform|actuator|\.git|HNAP1|phpmyadmin/i;

function answer(request, response, status, headers = {}, size = 300 + Math.floor(seeded() * 4000)) {
  const body = request.method === "HEAD" ? "" : "x".repeat(size);
  response.writeHead(status, { "content-type": "text/html", "content-length": String(body.length), ...headers });
  response.end(body);
}

function plainAnswer(request, response) {
  if (SCANNED.test(request.url)) return answer(request, response, 404, {}, 62);
  if (seeded() < mode.errorShare) return answer(request, response, 500, {}, 62);
  return answer(request, response, request.method === "POST" ? 201 : 200);
}

/** The faults by name: what the process does to a request instead of answering it. */
const FAULTS = {
  none: plainAnswer,
  /** The worker dies over the request, all requests in flight with it. */
  exit: () => process.kill(process.pid, "SIGKILL"),
  close: (request) => request.socket.end(),
  /** Only a connection that has served before is closed under the next request: an idle timer that ran out at that moment. */
  closeReused: (request, response) => (request.socket.served ? request.socket.end() : plainAnswer(request, response)),
  reset: (request) => request.socket.resetAndDestroy(),
  bigHeader: (request, response) =>
    answer(request, response, 200, {
      "set-cookie": Array.from({ length: 6 }, (_, n) => `session${n}=${"k".repeat(1500)}`),
    }),
  badHeader: (request) => {
    request.socket.write(
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX Trace\u0001: a\r\nContent-Length: 2\r\n\r\nok",
    );
    request.socket.end();
  },
  /** A warning printed among the headers: a line without a colon. */
  printedHeader: (request) =>
    request.socket.end(
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nDeprecated call in line 12\r\nContent-Length: 2\r\n\r\nok",
    ),
  status500: (request, response) => answer(request, response, 500, {}, 180),
  status502: (request, response) => answer(request, response, 502, {}, 90),
  status503: (request, response) => answer(request, response, 503, { "retry-after": "30" }, 412),
  never: () => {},
};

function work(request, response) {
  const hit = new RegExp(mode.only).test(request.url) && seeded() < mode.share;
  const slow = mode.latencyMs * Math.exp(0.5 * (seeded() + seeded() + seeded() - 1.5) * 2);
  // Decided on arrival: a fault put in now does not reach back to the requests already being worked on.
  const fault = hit ? mode.fault : "none";
  const afterMs = fault === "none" ? slow : mode.afterMs;
  busy += 1;
  setTimeout(() => {
    busy -= 1;
    next();
    if (response.destroyed) return;
    if (request.headers["x-lab"] === "stray") FAULTS.close(request);
    else FAULTS[fault](request, response);
    request.socket.served = true;
  }, afterMs);
}

function next() {
  while (busy < mode.workers && waiting.length > 0) {
    const [request, response] = waiting.shift();
    if (!request.socket.destroyed) work(request, response);
  }
}

function handle(request, response) {
  const isUpload = request.url.startsWith("/upload");
  if (mode.fault === "earlyResponse" && isUpload) {
    // Answers before it has read the body, and closes: what a body limit in an application does.
    response.writeHead(413, { "content-length": "0", connection: "close" });
    response.end();
    request.socket.resetAndDestroy();
    return;
  }
  if (mode.fault === "earlyReset" && isUpload) {
    request.socket.resetAndDestroy();
    return;
  }
  request.resume();
  if (waiting.length >= mode.queue) {
    request.socket.destroy();
    return;
  }
  waiting.push([request, response]);
  next();
}

/** How long requests that are being worked on may take when the process is asked to end. */
const LAST_ANSWERS_MS = 400;

const certificateIn = (dir) => ({ key: readFileSync(`${dir}/key.pem`), cert: readFileSync(`${dir}/cert.pem`) });

const isSecure = tlsDir !== undefined && tlsDir !== "";
const server = isSecure ? createHttps(certificateIn(tlsDir), handle) : createHttp(handle);
server.keepAliveTimeout = mode.keepAliveMs;
process.on("message", ({ tlsDir: presented, ...change }) => {
  if (presented !== undefined) {
    server.setSecureContext(certificateIn(presented));
    server.closeAllConnections();
  }
  Object.assign(mode, change);
  server.keepAliveTimeout = mode.keepAliveMs;
});
process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => {
  server.close(() => process.exit());
  setTimeout(() => process.exit(), LAST_ANSWERS_MS);
});
if (address.startsWith("/")) server.listen(address, () => process.send?.("ready"));
else server.listen(Number(port), address, () => process.send?.("ready"));
