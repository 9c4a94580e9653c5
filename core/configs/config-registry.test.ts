import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectFile } from "@/core/formats/detect";
import { CONFIG_READERS, readConfigs, recogniseConfig } from "./config-registry";

/** One beginning of each language, as its product ships or documents it. */
const SAMPLES: Record<string, [fileName: string, text: string]> = {
  "nginx configuration": [
    "nginx.conf",
    "events {}\nhttp {\n  server {\n    listen 80;\n    location / { proxy_pass http://a; }\n  }\n}\n",
  ],
  "HAProxy configuration": [
    "haproxy.cfg",
    "global\n\tlog /dev/log\tlocal0\n\ndefaults\n\tmode\thttp\n\ttimeout connect 5000\n\ttimeout server 50000\n\nbackend a\n\tserver s1 10.0.0.1:80 check\n",
  ],
  "Apache configuration": [
    "000-default.conf",
    "<VirtualHost *:80>\n\tServerAdmin webmaster@localhost\n\tProxyPass / http://10.0.0.1:80/\n\tErrorLog ${APACHE_LOG_DIR}/error.log\n</VirtualHost>\n",
  ],
  Caddyfile: [
    "Caddyfile",
    "# comment\n:80 {\n\troot * /usr/share/caddy\n\tfile_server\n\treverse_proxy localhost:8080\n}\n",
  ],
  "Caddy configuration (JSON)": [
    "caddy.json",
    '{"apps":{"http":{"servers":{"srv0":{"routes":[{"handle":[{"handler":"reverse_proxy","upstreams":[{"dial":"10.0.0.1:80"}]}]}]}}}}}',
  ],
  "Envoy configuration": [
    "envoy.yaml",
    "static_resources:\n  clusters:\n  - name: a\n    connect_timeout: 1s\n    type: STATIC\n    load_assignment:\n      endpoints:\n      - lb_endpoints:\n        - endpoint: { address: { socket_address: { address: 10.0.0.1, port_value: 80 } } }\n",
  ],
  "Traefik configuration": [
    "dynamic.yml",
    'http:\n  services:\n    app:\n      loadBalancer:\n        servers:\n        - url: "http://10.0.0.1:80"\n',
  ],
  "Varnish configuration (VCL)": [
    "default.vcl",
    'vcl 4.1;\nbackend default {\n    .host = "10.0.0.1";\n    .port = "80";\n}\nsub vcl_recv {\n    return (hash);\n}\n',
  ],
  "Squid configuration": [
    "squid.conf",
    "# WELCOME TO SQUID\nhttp_port 80 accel\ncache_peer 10.0.0.1 parent 80 0 no-query originserver\nacl all src all\nhttp_access allow all\n",
  ],
};

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("the registry of configuration readers", () => {
  it.each(Object.entries(SAMPLES))("%s: knows it, and reads its server", (title, [fileName, text]) => {
    expect(recogniseConfig(text, fileName)?.title).toBe(title);
    expect(detectFile(bytesOf(text), fileName, [])).toMatchObject({ role: "config", title, problem: null });
    const [config] = readConfigs([{ name: fileName, text }]);
    if (title !== "nginx configuration")
      expect(config?.upstreams[0]?.servers[0]?.address).toMatch(/^(?:10\.0\.0\.1:80|localhost:8080)$/);
    expect(config?.routes.every((route) => route.file === fileName && route.line > 0)).toBe(true);
  });
  it("has a sample of every reader", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(CONFIG_READERS.map(({ title }) => title).sort());
  });
  it.each([
    ["package.json", '{"name":"x","apps":3,"dependencies":{"yaml":"2"}}'],
    ["docker-compose.yml", "services:\n  web:\n    image: nginx\n    ports:\n    - 80:80\n"],
    ["app.log", "backend started\nserver listening on 80\nfrontend is ready to serve\n"],
    ["index.html", "<html>\n<Location />\n</html>\n"],
    ["sshd_config", "Port 22\nPermitRootLogin no\n"],
    ["www.conf", "[www]\nuser = www-data\nlisten = /run/php/php8.2-fpm.sock\npm = dynamic\n"],
    ["notes.md", "# Notes\n\nroute the traffic {carefully}\n"],
  ])("leaves %s alone", (fileName, text) => {
    expect(recogniseConfig(text, fileName)).toBeNull();
  });
  it("reads files of several products apart, and gives a fragment to the first", () => {
    const files = ["HAProxy configuration", "Caddyfile"].map((title) => {
      const [name, text] = SAMPLES[title] ?? ["", ""];
      return { name, text };
    });
    const configs = readConfigs([...files, { name: "fragment", text: "timeout check 2s\n" }]);
    expect(configs.map(({ product }) => product)).toEqual(["haproxy", "caddy"]);
    expect(configs[0]?.files).toEqual(["haproxy.cfg", "fragment"]);
    expect(readConfigs([])).toEqual([]);
  });
  it("refuses what is too long, in a sentence", () => {
    const text = `${SAMPLES["HAProxy configuration"]?.[1] ?? ""}${"# filled up\n".repeat(400_000)}`;
    const [config] = readConfigs([{ name: "haproxy.cfg", text }]);
    expect(config?.upstreams).toEqual([]);
    expect(config?.notes[0]?.value).toMatch(/^haproxy\.cfg has more than 4 MiB and was left out\. Give /);
  });
});

/** Time that no configuration may take on a busy machine; the longest of these takes about a second. */
const MOST_MS = 15_000;

describe("hostile configurations", () => {
  const repeated = (piece: string, times: number) => piece.repeat(times);
  it.each([
    ["20,000 lines", repeated("server a 10.0.0.1:80 check\n", 20_000)],
    ["20,000 groups", Array.from({ length: 20_000 }, (_, i) => `backend b${i.toString()}\n`).join("")],
    ["an open quote", `x "${repeated("a b\n", 20_000)}`],
    ["open quotes", repeated('a: "b\n', 30_000)],
    ["braces", repeated("{\n", 20_000)],
    ["brackets", repeated("[", 20_000)],
    ["keys in a line", repeated("a: ", 30_000)],
    ["anchors", repeated("&a ", 20_000)],
    ["nested maps", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
    ["nested JSON", repeated('{"a":', 50_000)],
    ["sections", repeated("<Location /a>\n", 50_000)],
    ["lists of tables", Array.from({ length: 20_000 }, (_, i) => `[[a${i.toString()}]]\nb = 1\n`).join("")],
    ["lines that go on", repeated("a \\\n", 20_000)],
    ["ACLs", repeated("acl a path /x\nuse_backend b if a a a a\n", 20_000)],
    ["comments", repeated("/* ", 20_000)],
    ["digits", `keepalive_timeout ${repeated("1", 20_000)}x;`],
    ["imports", repeated("import a*.conf\n", 20_000)],
  ])(
    "%s: every reader ends, in time",
    (_name, text) => {
      for (const { parse, fits, title } of CONFIG_READERS) {
        const startMs = Date.now();
        fits(text, "x");
        expect(parse([{ name: "x", text }]).files).toEqual(["x"]);
        expect(Date.now() - startMs, title).toBeLessThan(MOST_MS);
      }
    },
    120_000,
  );

  it("refuses aliases that multiply beyond measure, in a sentence", () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? "l0: &l0 [x, x, x, x, x, x, x, x, x]"
        : `l${i.toString()}: &l${i.toString()} [${Array(9)
            .fill(`*l${(i - 1).toString()}`)
            .join(", ")}]`,
    );
    const text = `static_resources:\n  clusters: []\n${levels.join("\n")}\n`;
    const [config] = readConfigs([{ name: "envoy.yaml", text }]);
    expect(config?.notes[0]?.value).toMatch(/^envoy\.yaml was left out: its lists and aliases unfold into more than /);
  });
  it("reads aliases and merged keys that mean something", () => {
    const text =
      "http:\n  services:\n    a: &one\n      loadBalancer: &balancer\n        servers:\n        - url: http://10.0.0.1:80\n    b: *one\n    c:\n      loadBalancer:\n        <<: *balancer\n        healthCheck:\n          path: /up\n";
    const [config] = readConfigs([{ name: "x.yml", text }]);
    expect(config?.upstreams.map(({ name, servers }) => [name, servers[0]?.address])).toEqual([
      ["a", "10.0.0.1:80"],
      ["b", "10.0.0.1:80"],
      ["c", "10.0.0.1:80"],
    ]);
  });
  it("keeps what stands before a fault of YAML and TOML, with a note that names the line", () => {
    const yaml =
      "http:\n  services:\n    a:\n      loadBalancer:\n        servers:\n        - url: http://10.0.0.1:80\n    b: [\n";
    const toml =
      '[http.services.a.loadBalancer]\n[[http.services.a.loadBalancer.servers]]\nurl = "http://10.0.0.1:80"\n[broken\n';
    for (const [name, text, line] of [
      ["a.yml", yaml, 8],
      ["a.toml", toml, 4],
    ] as const) {
      const [config] = readConfigs([{ name, text }]);
      expect(config?.upstreams[0]?.servers[0]?.address).toBe("10.0.0.1:80");
      expect(config?.notes).toMatchObject([{ file: name, line }]);
      expect(config?.notes[0]?.value).toContain(`from line ${line.toString()} on`);
    }
  });
  it("survives every beginning of every sample, and files made of their pieces", () => {
    const texts = Object.values(SAMPLES).map(([, text]) => text);
    for (const text of texts) {
      for (let end = 0; end < text.length; end += 5)
        for (const { parse } of CONFIG_READERS) parse([{ name: "x", text: text.slice(0, end) }]);
    }
    const pieces = texts.flatMap((text) => text.split(/(?<=[\n{}"])/));
    const file = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { maxLength: 40 });
    fc.assert(
      fc.property(file, (parts) => {
        const text = parts.join("");
        for (const { parse } of CONFIG_READERS) expect(parse([{ name: "x", text }]).files).toEqual(["x"]);
      }),
      { numRuns: 60 },
    );
  });
});
