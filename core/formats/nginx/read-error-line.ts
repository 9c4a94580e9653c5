/** One line of nginx's error log taken apart, before its message is understood. Absent parts are null. */
export interface ErrorLine {
  /** `2025/06/11 13:21:00`, as written. */
  time: string;
  level: string;
  pid: number | null;
  connection: number | null;
  message: string;
  client: string | null;
  server: string | null;
  request: string | null;
  upstream: string | null;
  host: string | null;
  referer: string | null;
}

// The time is looked for, not expected first: syslog, CRI, docker and compose put their own head before the line.
const HEAD =
  /(\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}) \[(debug|info|notice|warn|error|crit|alert|emerg)\] (?:(\d+)#\d+: )?(?:\*(\d+) )?/;
const HEAD_WITHIN = 300;

/**
 * Takes apart `TIME [level] pid#tid: *connection message, client: …, server: …, request: "…", upstream: "…", host: "…", referrer: "…"`.
 * Null when the line is no such line. What a client sent (request, host, referrer) is written raw by nginx, so the fields are read
 * from where the message ends, and a `, client:` inside quotes is not that end.
 * Source: https://github.com/nginx/nginx/blob/master/src/http/ngx_http_request.c (ngx_http_log_error)
 */
export function readErrorLine(line: string): ErrorLine | null {
  const head = HEAD.exec(line.slice(0, HEAD_WITHIN));
  if (!head) return null;
  const rest = line.slice(head.index + head[0].length);
  const fields = findFields(rest);
  return {
    time: head[1] ?? "",
    level: head[2] ?? "",
    pid: head[3] === undefined ? null : Number(head[3]),
    connection: head[4] === undefined ? null : Number(head[4]),
    ...fields,
  };
}

type Fields = Pick<ErrorLine, "message" | "client" | "server" | "request" | "upstream" | "host" | "referer">;

// An address, a name, a socket, or nothing; what a client put into a path looks different or is refused by what must follow it.
const CLIENT =
  /^([^\s,"]*)(?:, server: ([^\s,"]*))?(?=, (?:request|subrequest|upstream|host|referrer|request_id): "|$)/;

function findFields(rest: string): Fields {
  const none: Fields = {
    message: rest,
    client: null,
    server: null,
    request: null,
    upstream: null,
    host: null,
    referer: null,
  };
  let quotes = 0;
  let counted = 0;
  let fallback = -1;
  for (let at = rest.indexOf(", client: "); at >= 0; at = rest.indexOf(", client: ", at + 1)) {
    for (; counted < at; counted++) if (rest.charCodeAt(counted) === 34) quotes++;
    // The pattern looks no further than a name: a window keeps a line full of “, client:” linear.
    if (!CLIENT.test(rest.slice(at + 10, at + 1200))) continue;
    if (quotes % 2 === 0) return readFields(rest, at);
    fallback = at;
  }
  if (fallback >= 0) return readFields(rest, fallback);
  // No client is known while a name resolves or a health check runs; the upstream may still be named.
  const bare = rest.indexOf(', upstream: "');
  return bare < 0 ? none : { ...none, message: rest.slice(0, bare), upstream: quotedAt(rest, bare, "upstream") };
}

function readFields(rest: string, at: number): Fields {
  const tail = rest.slice(at);
  const found = CLIENT.exec(tail.slice(10, 1200));
  return {
    message: rest.slice(0, at),
    client: found?.[1] || null,
    server: found?.[2] || null,
    request: quotedAt(tail, tail.indexOf(', request: "'), "request"),
    upstream: quotedAt(tail, tail.indexOf(', upstream: "'), "upstream"),
    host: quotedAt(tail, tail.indexOf(', host: "'), "host"),
    referer: quotedAt(tail, tail.indexOf(', referrer: "'), "referrer"),
  };
}

/** The value of `, name: "…"`: up to a quote that ends the line or that another field follows. Cut lines end without one. */
function quotedAt(text: string, at: number, name: string): string | null {
  if (at < 0) return null;
  const start = at + name.length + 5;
  let end = text.indexOf('"', start);
  for (let tries = 0; end >= 0 && tries < 100; tries++) {
    const after = text.slice(end + 1, end + 20);
    if (
      after === "" ||
      /^(?:, (?:subrequest|upstream|host|referrer|request_id|request|client|server): ?|\s*$)/.test(after)
    )
      break;
    end = text.indexOf('"', end + 1);
  }
  const value = text.slice(start, end < 0 ? text.length : end);
  return value === "" ? null : value;
}
