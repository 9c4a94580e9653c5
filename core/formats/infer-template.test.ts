import { describe, expect, it } from "vitest";
import { inferJson } from "./infer-json";
import { inferTemplate } from "./infer-template";
import { COMBINED } from "@/core/formats/nginx/nginx-combined";
import { openNginxAccess } from "@/core/formats/nginx/open-nginx-access";
import { asciiBytes } from "./read-bytes";

/** Values of nginx's variables for request `i`, as nginx would log them; the same for every run. */
function variables(i: number, random: () => number): Record<string, string> {
  const pick = (values: string[]) => values[Math.floor(random() * values.length)] ?? "";
  const seconds = (ms: number) => (Math.max(0, ms) / 1000).toFixed(3);
  const local = random() < 0.12;
  const retried = random() < 0.05;
  const failed = random() < 0.05;
  const connect = Math.floor(random() * 3);
  const header = connect + Math.floor(random() * 80);
  const response = header + Math.floor(random() * 6);
  const total = response + Math.floor(random() * 3) - (random() < 0.2 ? 1 : 0);
  const tries = (last: string, first: string) => (local ? "-" : retried ? `${first}, ${last}` : last);
  const status = failed ? "502" : pick(["200", "200", "200", "304", "404"]);
  const method = pick(["GET", "GET", "POST"]);
  const path = pick(["/", "/a/b", `/orders/${i}`, "/search?q=x+y"]);
  const at = new Date(1_750_000_000_000 + i * 700);
  const month = at.toLocaleString("en", { month: "short", timeZone: "UTC" });
  return {
    remote_addr: pick([`203.0.113.${i % 250}`, `2001:db8::${i % 99}`]),
    remote_user: random() < 0.02 ? "bob" : "-",
    time_local: `${at.toISOString().slice(8, 10)}/${month}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`,
    time_iso8601: `${at.toISOString().slice(0, 19)}+00:00`,
    msec: (at.getTime() / 1000).toFixed(3),
    request: `${method} ${path} HTTP/1.1`,
    request_method: method,
    request_uri: path,
    server_protocol: "HTTP/1.1",
    scheme: "https",
    status,
    body_bytes_sent: String(Math.floor(random() * 9000)),
    http_referer: random() < 0.6 ? "-" : "https://www.x.test/a",
    http_user_agent: pick([
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "curl/8.5.0",
      "kube-probe/1.29",
      "-",
    ]),
    host: pick(["www.x.test", "api.x.test"]),
    server_name: "www.x.test",
    server_port: "443",
    http_x_forwarded_for: random() < 0.5 ? "-" : "198.51.100.4, 10.0.0.9",
    request_length: String(200 + Math.floor(random() * 900)),
    request_id: Array.from({ length: 32 }, () => "0123456789abcdef"[Math.floor(random() * 16)]).join(""),
    upstream_addr: tries(failed && random() < 0.3 ? "web" : `10.1.0.${1 + (i % 3)}:8080`, "10.1.0.9:8080"),
    upstream_status: tries(status, "502"),
    upstream_connect_time: tries(seconds(connect), "-"),
    upstream_header_time: tries(failed ? "-" : seconds(header), "-"),
    upstream_response_time: tries(seconds(response), "0.000"),
    upstream_response_length: tries(String(Math.floor(random() * 5000)), "0"),
    request_time: seconds(total),
    upstream_cache_status: pick(["-", "MISS", "HIT"]),
    upstream_bytes_received: tries("512", "0"),
    upstream_bytes_sent: tries("101", "0"),
    connection: String(1000 + i),
    connection_requests: String(i % 50),
    pid: pick(["90", "91"]),
    pipe: ".",
    ssl_protocol: "TLSv1.3",
    ssl_cipher: "TLS_AES_256_GCM_SHA384",
    proxy_upstream_name: "default-web-80",
    proxy_alternative_upstream_name: "",
  };
}

/** Small linear congruential generator, so that a failure can be repeated. */
function generator(): () => number {
  let state = 11;
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
}

function logOf(template: string, count: number): string[] {
  const random = generator();
  return Array.from({ length: count }, (_, i) => {
    const values = variables(i, random);
    return template.replace(/\$(\w+)/g, (_whole, name: string) => values[name] ?? "?");
  });
}

function readerOf(template: string) {
  const reader = openNginxAccess("x", template, "default", { timezone: null });
  if ("problem" in reader) throw new Error(reader.problem);
  return (line: string) => {
    const bytes = asciiBytes(line);
    return reader.event(bytes, 0, bytes.length);
  };
}

const LAYOUTS = [
  COMBINED,
  `${COMBINED} "$http_x_forwarded_for"`,
  `${COMBINED} rt=$request_time uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time"`,
  `${COMBINED} "$http_x_forwarded_for" $request_time $upstream_response_time $pipe`,
  `${COMBINED} $request_time $upstream_response_time $upstream_addr $upstream_status`,
  `${COMBINED} "$upstream_addr" "$upstream_status" "$request_time" "$upstream_response_time"`,
  `${COMBINED} "$http_x_forwarded_for" "$host" sn="$server_name" rt=$request_time ua="$upstream_addr" us="$upstream_status" ut="$upstream_response_time" ul="$upstream_response_length" cs=$upstream_cache_status`,
  `${COMBINED} pid=$pid conn=$connection creq=$connection_requests rid=$request_id host="$host" rlen=$request_length rt=$request_time uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time" ubs="$upstream_bytes_sent" ubr="$upstream_bytes_received" cache=$upstream_cache_status xff="$http_x_forwarded_for"`,
  '$time_iso8601 $remote_addr $host "$request" $status $body_bytes_sent $upstream_addr $upstream_status $request_time $upstream_response_time "$http_user_agent"',
  "[$time_local] $remote_addr - $remote_user - $server_name $host to: $upstream_addr: $request $status upstream_response_time $upstream_response_time msec $msec request_time $request_time",
  `$host ${COMBINED} $request_time $upstream_connect_time $upstream_header_time $upstream_response_time`,
  `$host ${COMBINED} $request_time "$upstream_addr" "$upstream_status" "$upstream_response_time"`,
  `$host:$server_port ${COMBINED}`,
  `${COMBINED} $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $request_id`,
  '$remote_addr - $remote_user [$time_local] $host "$request" $status $body_bytes_sent $request_time "$http_referer" "$http_user_agent" $upstream_addr $upstream_status $upstream_response_time "$request_id"',
  "$remote_addr\t$time_iso8601\t$request_method\t$request_uri\t$status\t$request_time\t$upstream_addr\t$upstream_response_time\t$http_user_agent",
  "$remote_addr | $time_local | $request | $status | $body_bytes_sent | $http_user_agent | $request_time | $upstream_response_time",
  `"$http_x_forwarded_for" ${COMBINED}`,
  `${COMBINED} upstream_addr=$upstream_addr, upstream_status=$upstream_status, request_time=$request_time`,
  "$msec $remote_addr $request_method $host $request_uri $status $body_bytes_sent $request_time $upstream_addr $upstream_status $upstream_connect_time $upstream_header_time $upstream_response_time",
  `${COMBINED} $upstream_response_time $request_time`,
  `${COMBINED} [$upstream_addr] [$upstream_status] [$upstream_response_time] $request_time`,
  `${COMBINED} $upstream_cache_status $upstream_addr $upstream_connect_time $upstream_header_time $upstream_response_time $request_time`,
  'time=$time_iso8601 client=$remote_addr method=$request_method uri="$request_uri" status=$status bytes=$body_bytes_sent response_time=$request_time upstream=$upstream_addr upstream_status=$upstream_status urt=$upstream_response_time host=$host agent="$http_user_agent"',
  `${COMBINED} $host $request_length $request_time $upstream_response_time $upstream_addr $ssl_protocol $ssl_cipher`,
  '$remote_addr [$time_iso8601] "$request_method $scheme://$host$request_uri $server_protocol" $status $body_bytes_sent $request_time "$upstream_addr" "$upstream_status" "$upstream_connect_time" "$upstream_header_time" "$upstream_response_time" "$http_referer" "$http_user_agent" $request_id',
  `Nov 23 02:05:56 gw-1 nginx: ${COMBINED} $request_time $upstream_response_time`,
  `2026-01-01T00:00:00.000000000Z stdout F ${COMBINED} $request_time $upstream_response_time`,
  `proxy-1  | ${COMBINED} "$http_x_forwarded_for"`,
  "time:$time_local\thost:$remote_addr\tvhost:$host\treq:$request\tstatus:$status\tsize:$body_bytes_sent\treferer:$http_referer\tua:$http_user_agent\treqtime:$request_time\tapptime:$upstream_response_time\tbackend:$upstream_addr\tbackend_status:$upstream_status",
  '$remote_addr [$time_local] $upstream_status $upstream_addr "$request" $status $body_bytes_sent $upstream_response_time/$request_time $host "$http_user_agent"',
];

describe("layouts nobody told us", () => {
  it.each(LAYOUTS)("%s", (template) => {
    const lines = logOf(template, 400);
    const inferred = inferTemplate(lines.slice(0, 200));
    expect(inferred).not.toBeNull();
    const [ours, theirs] = [readerOf(inferred ?? ""), readerOf(template)];
    for (const line of lines) expect(ours(line)).toEqual(theirs(line));
  });

  it("finds the layout among lines that do not fit it", () => {
    const lines = logOf(`${COMBINED} $request_time "$upstream_addr"`, 100);
    const noise = ["", "PHP stack trace:", "#0 {main}", 'half a line "', "2025/06/11 13:21:00 [error] 1#1: *2 x"];
    const inferred = inferTemplate(
      lines.flatMap((line, i) => (i % 3 === 0 ? [line, noise[i % noise.length] ?? ""] : [line])),
    );
    expect(inferred).toBe(`${COMBINED} $request_time "$upstream_addr"`);
  });

  it("finds none in what is no access log", () => {
    expect(inferTemplate(["The quick brown fox", "jumps over the lazy dog"])).toBeNull();
    expect(
      inferTemplate(["2025-06-11T13:05:00Z INFO started worker 200", "2025-06-11T13:05:01Z INFO stopped worker 404"]),
    ).toBeNull();
    expect(inferTemplate([])).toBeNull();
  });
});

describe("JSON keys nobody told us", () => {
  const read = (line: string) => {
    const template = inferJson([line]);
    return template === null ? null : readerOf(template)(line);
  };
  it("reads the names of the recommended format", () => {
    expect(
      read(
        '{"ts":"2025-06-11T13:05:00+02:00","msec":"1749639900.123","rid":"abc","status":"502","method":"GET","uri":"/a","rt":"0.021","uaddr":"10.0.0.1:80, unix:/a.sock","ustatus":"502, -","uct":"-, 0.001","uht":"-, -","urt":"0.000, 0.003","ubs":"0, 101","ubr":"0, 0","pid":"90","conn":"12"}',
      ),
    ).toMatchObject({
      atMs: 1749639900123,
      status: 502,
      requestMs: 21,
      requestId: "abc",
      upstreams: [
        {
          addr: "10.0.0.1:80",
          status: 502,
          connectMs: null,
          headerMs: null,
          responseMs: 0,
          receivedBytes: 0,
          sentBytes: 0,
        },
        {
          addr: "unix:/a.sock",
          status: null,
          connectMs: 1,
          headerMs: null,
          responseMs: 3,
          receivedBytes: 0,
          sentBytes: 101,
        },
      ],
    });
  });
  it("reads nested objects, arrays in between, numbers, null and spaces", () => {
    expect(
      read(
        '{ "time": "2025-05-20T19:00:02Z", "tags": ["a", {"b":"}"}], "http": {"request": {"method":"GET","path":"/x"}, "response": {"status_code": 502, "bytes": null}}, "upstream": {"addr":"10.0.0.1:80","response_time":"0.003"}, "client": {"ip":"192.0.2.1"} }',
      ),
    ).toMatchObject({
      status: 502,
      method: "GET",
      path: "/x",
      bodyBytes: null,
      clientIp: "192.0.2.1",
      upstreams: [{ addr: "10.0.0.1:80", responseMs: 3 }],
    });
  });
  it("undoes escapes and takes keys in any order", () => {
    const template = inferJson(['{"time":"2025-05-20T19:00:02Z","request":"GET / HTTP/1.1","status":200,"agent":"x"}']);
    expect(
      readerOf(template ?? "")(
        '{"agent":"a \\"q\\" \\u00e9 \\\\ \\x22 \\u0007","status":"504","extra":{"status":1},"request":"GET /a b HTTP/1.1","time":"2025-05-20T19:00:02Z"}',
      ),
    ).toMatchObject({
      status: 504,
      path: "/a b",
      userAgent: 'a "q" é \\ " \\u0007',
    });
  });
  it("rejects every cut of a line, and objects without a time or status", () => {
    const line = '{"time":"2025-05-20T19:00:02Z","request":"GET / HTTP/1.1","status":200,"up":{"addr":"10.0.0.1:80"}}';
    const reader = readerOf(inferJson([line]) ?? "");
    for (let end = 1; end < line.length; end++) expect(reader(line.slice(0, end))).toHaveProperty("rejected");
    expect(reader('{"time":"2025-05-20T19:00:02Z"}')).toMatchObject({ rejected: expect.stringContaining("status") });
    expect(reader('{"status":200}')).toMatchObject({ rejected: expect.stringContaining("time") });
    expect(reader(`${line} trailing`)).toHaveProperty("rejected");
    expect(reader("[")).toHaveProperty("skipped");
  });
});
