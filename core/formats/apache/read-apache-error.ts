/** One line of Apache's error log taken apart, before its message is understood. Absent parts are null. */
export interface ApacheErrorLine {
  /** As written; null where the line begins with its level, as it does on its way to syslog. */
  time: string | null;
  level: string;
  pid: number | null;
  /** Address of the client, without its port. */
  client: string | null;
  /** `ip:port` of a connection to an upstream. */
  remote: string | null;
  /** `111` or `EAI 2`; null where the line has none. */
  errno: string | null;
  /** With its AH number and the errno's text in front, without anything that stands in brackets before it. */
  message: string;
  referer: string | null;
}

const HEAD =
  /^(?:\[?([A-Za-z]{3} [A-Za-z]{3} [ \d]\d [\d:.]{8,18} \d{4}|\d{2}\/[A-Za-z]{3}\/\d{4}:[\d:]{8} [+-]\d{4}|\d{4}-\d{2}-\d{2}[ T][\d:.]{8,18}(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)\] )?\[(?:([\w.-]{0,60}):)?(emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])\] ?/;
const PID = /^\[pid (\d{1,10})(?::tid \d{1,20})?\] ?/;
const PEER = /^\[(client|remote) (\[[^\]]{1,64}\](?::\d{1,5})?|[^\]\s]{1,256})\] ?/;
const ID = /^\[[LRCkcP] [^\]]{0,100}\] ?/;
const FILE = /^[\w.-]{1,60}\.c\(\d{1,6}\): /;
const ERRNO = /^\(((?:OS |EAI )?-?\d{1,7})\)([^:[\]]{0,160}): ?/;
/** More than any ErrorLogFormat has. */
const MAX_PARTS = 12;

/**
 * Takes apart `[time] [module:level] [pid 1:tid 2] (111)Connection refused: [client 192.0.2.7:5000] AH01114: message, referer: …`.
 * 2.2 wrote neither module nor pid; an ErrorLogFormat may leave out, add and reorder the parts before the message. Null when the line
 * is no such line.
 * Source: https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat
 */
export function readApacheError(line: string): ApacheErrorLine | null {
  const head = HEAD.exec(line.slice(0, 200));
  if (!head) return null;
  const [whole, time, module, level = ""] = head;
  let rest = line.slice(whole.length);
  let pid: number | null = null;
  let peer: string | null = null;
  let isRemote = false;
  let errno: string | null = null;
  let errnoText = "";
  for (let part = 0; part < MAX_PARTS; part++) {
    const start = rest.slice(0, 400);
    const found = PID.exec(start) ?? PEER.exec(start) ?? ERRNO.exec(start) ?? ID.exec(start) ?? FILE.exec(start);
    if (!found) break;
    const [text, first = "", second = ""] = found;
    if (text.startsWith("[pid")) pid = Number(first);
    else if (first === "client" || first === "remote") {
      // ModSecurity writes the client once more, without its port.
      isRemote = peer === null ? first === "remote" && !judgesRequests(module) : isRemote;
      peer ??= second;
    } else if (text.startsWith("(")) {
      errno = first;
      errnoText = `(${first})${second}: `;
    }
    rest = rest.slice(text.length);
  }
  const { message, referer } = splitReferer(rest);
  // An ErrorLogFormat with %a writes every peer as a client, the upstream of a TLS connection too.
  const towards =
    isRemote ||
    /AH019(?:64|97|98): .{0,80}(?:child 0|sending 502)|SSL Proxy|failed to enable ssl support/.test(
      message.slice(0, 200),
    );
  const hasPort = module !== undefined || pid !== null;
  return {
    time: time ?? null,
    level,
    pid,
    client: peer === null || towards ? null : withoutPort(peer, hasPort),
    remote: peer !== null && towards ? peer : null,
    errno,
    message: errnoText + message,
    referer,
  };
}

/**
 * Apache writes `[remote …]` for a connection that has no slot in its scoreboard: one to an upstream, and a stream of HTTP/2. Modules
 * that judge requests know no upstream.
 * Source: https://github.com/apache/httpd/blob/2.4.x/server/log.c (do_errorlog_default)
 */
function judgesRequests(module: string | undefined): boolean {
  return (
    module !== undefined &&
    /^(?:auth\w*|access_compat|core|security\d|negotiation|autoindex|rewrite|cgid?)$/.test(module)
  );
}

function splitReferer(text: string): { message: string; referer: string | null } {
  const at = text.lastIndexOf(", referer: ");
  if (at < 0) return { message: text, referer: null };
  return { message: text.slice(0, at), referer: text.slice(at + 11).trim() || null };
}

/** 2.4 writes IPv6 addresses and their port without brackets: `::1:58952`. 2.2 wrote no port at all. */
function withoutPort(peer: string, hasPort: boolean): string {
  const bracketed = /^\[([^\]]+)\]/.exec(peer);
  if (bracketed) return bracketed[1] ?? peer;
  const colons = peer.split(":").length - 1;
  const port = colons === 1 || (colons > 1 && hasPort) ? /^(.+):\d{1,5}$/.exec(peer) : null;
  const address = port?.[1];
  return address === undefined || address.endsWith(":") ? peer : address;
}
