import { Agent, request } from "node:http";

const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "okhttp/4.12.0",
  "axios/1.7.2",
];
const SCANNER = "Mozilla/5.0 zgrab/0.x";
const SCANS = ["/.env", "/wp-login.php", "/boaform/admin/formLogin", "/actuator/health", "/.git/config", "/HNAP1/"];
const WORDS = ["trail-shoe", "wool-scarf", "desk-lamp", "city-bike", "tea-set", "canvas-bag", "rain-coat"];
/** Documentation and benchmark ranges: addresses that belong to nobody. */
const RANGES = ["203.0.113.", "198.51.100.", "192.0.2.", "198.18.7.", "198.19.44.", "100.64.3."];

/** Files that nginx serves itself: lines without an upstream. */
export const STATIC_FILES = ["/static/css/app.css", "/static/js/app.js", "/static/img/logo.svg"];

/** Visitors of the last moments, who ask most of the requests: a session is a few requests of one client with one agent. */
const RECENT_VISITORS = 40;

/** The routes of a shop and its API, most asked first. `n` stands for a number, `w` for a word. */
const ROUTES = [
  ["GET", "/", 10],
  ["GET", "/product/w-n", 14],
  ["GET", "/category/w", 8],
  ["GET", "/search?q=w", 8],
  ["GET", "/cart", 5],
  ["POST", "/cart/add", 5],
  ["POST", "/checkout", 3],
  ["GET", "/account/orders", 4],
  ["GET", "/account/orders/n", 4],
  ["POST", "/api/login", 3],
  ["GET", "/api/items/n", 8],
  ["POST", "/api/events", 6],
  ["GET", "/api/recommend?item=n", 4],
  ["GET", "/help/shipping", 2],
  ["GET", "/blog/w", 2],
  ["POST", "/upload", 2],
  ["HEAD", "/", 1],
  ...STATIC_FILES.map((file) => ["GET", file, 3]),
];

/** A recorder that was held up sends at once what is due, as its clients would have; after longer than this it would flood the proxy. */
const CATCH_UP_MS = 500;

function pickWeighted(items, random) {
  const total = items.reduce((sum, item) => sum + item[2], 0);
  let left = random() * total;
  return items.find((item) => (left -= item[2]) < 0) ?? items[0];
}

/**
 * Sends requests as a few hundred clients would: browsing, posting, scanning, health checks; whoever gets a gateway error tries
 * again now and then. Bounded by `stop()`.
 */
export class Traffic {
  /** @param {{ port: number, hosts: string[], perSecond: number, random: () => number, routes?: typeof ROUTES, uploadBytes?: number }} options */
  constructor({ port, hosts, perSecond, random, routes = ROUTES, uploadBytes = 400 }) {
    this.port = port;
    this.hosts = hosts;
    this.perSecond = perSecond;
    this.random = random;
    this.routes = routes;
    this.uploadBytes = uploadBytes;
    this.agent = new Agent({ keepAlive: true, maxSockets: 400 });
    this.open = 0;
    this.sent = 0;
    /** Requests that were due while this process was held up, and that nobody sent. */
    this.missed = 0;
    /** @type {{ client: string, agent: string, host: string, referer: string }[]} */
    this.recent = [];
  }

  start() {
    this.running = true;
    this.dueMs = performance.now();
    this.next();
    this.health = setInterval(
      () => this.send({ method: "GET", path: "/healthz", client: "100.64.0.9", agent: "kube-probe/1.29" }),
      2500,
    );
  }

  next() {
    if (!this.running) return;
    const nowMs = performance.now();
    const behindMs = nowMs - this.dueMs;
    if (behindMs > CATCH_UP_MS) {
      this.missed += (behindMs * this.perSecond) / 1000;
      this.dueMs = nowMs;
    }
    while (this.dueMs <= nowMs) {
      this.sendOne();
      this.sent += 1;
      this.dueMs += (-Math.log(1 - this.random()) * 1000) / this.perSecond;
    }
    setTimeout(() => this.next(), this.dueMs - nowMs);
  }

  sendOne() {
    if (this.random() < 0.02) {
      const path = SCANS[Math.floor(this.random() * SCANS.length)];
      this.send({ method: "GET", path, client: "198.51.100.77", agent: SCANNER });
      return;
    }
    const [method, route] = pickWeighted(this.routes, this.random);
    const number = 100 + Math.floor(this.random() * 9000);
    const word = WORDS[Math.floor(this.random() * WORDS.length)];
    const path = route.replace(/\bw\b/, word).replace(/\bn\b/, String(number));
    const visitor = this.visitor();
    this.send({ method, path, ...visitor });
    visitor.referer = `https://${visitor.host}${path}`;
  }

  /** Somebody who was here a moment ago, or somebody new. */
  visitor() {
    const place = Math.floor(this.random() * RECENT_VISITORS);
    const known = this.recent[place];
    if (known !== undefined && this.random() < 0.65) return known;
    const someone = {
      client: `${RANGES[Math.floor(this.random() * RANGES.length)]}${1 + Math.floor(this.random() * 250)}`,
      agent: AGENTS[Math.floor(this.random() * AGENTS.length)],
      host: this.hosts[Math.floor(this.random() ** 1.6 * this.hosts.length)] ?? this.hosts[0],
      referer: this.random() < 0.3 ? "https://www.google.com/" : "",
    };
    this.recent[place] = someone;
    return someone;
  }

  /** One request that the application drops whatever its behaviour: the odd failure that every gateway has. */
  sendStray() {
    this.send({ method: "POST", path: "/api/events", ...this.visitor(), stray: true });
  }

  /** @param {{ method: string, path: string, client: string, agent: string, host?: string, referer?: string, stray?: boolean }} what */
  send(what) {
    if (this.open > 900) return;
    this.open += 1;
    const host = what.host ?? this.hosts[Math.floor(this.random() ** 1.6 * this.hosts.length)] ?? this.hosts[0];
    const body = what.method === "POST" ? "b".repeat(what.path.startsWith("/upload") ? this.uploadBytes : 160) : "";
    const done = (status) => {
      this.open -= 1;
      if (this.running && status >= 502 && status <= 504 && this.random() < 0.35)
        setTimeout(() => this.send({ ...what, host, stray: false }), 700 + this.random() * 3000);
    };
    const sent = request(
      {
        host: "127.0.0.1",
        port: this.port,
        method: what.method,
        path: what.path,
        agent: this.agent,
        headers: {
          host,
          "user-agent": what.agent,
          "x-forwarded-for": what.client,
          ...(body === "" ? {} : { "content-length": String(body.length), "content-type": "text/plain" }),
          ...(what.referer ? { referer: what.referer } : {}),
          ...(what.stray === true ? { "x-lab": "stray" } : {}),
        },
      },
      (response) => {
        response.resume();
        response.on("close", () => done(response.statusCode ?? 0));
      },
    );
    sent.on("error", () => done(0));
    sent.end(body);
  }

  stop() {
    this.running = false;
    clearInterval(this.health);
    this.agent.destroy();
  }
}
