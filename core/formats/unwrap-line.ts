/**
 * Peels what carried a line off it: docker's JSON (`{"log":"…\n","stream":…}`), CRI (`2026-01-01T00:00:00Z stdout F …`). Syslog heads
 * stay: the formats that meet them look for their own beginning.
 * Sources: https://docs.docker.com/engine/logging/drivers/json-file/, https://github.com/kubernetes/cri-api
 */
export function unwrapLine(text: string): string {
  if (text.startsWith('{"log":"') && text.length < 1 << 20) {
    const log = dockerLog(text);
    if (log !== null) return log.replace(/\r?\n$/, "");
  }
  const cri = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2}) std(?:out|err) [FP] /.exec(text.slice(0, 80));
  return (cri ? text.slice(cri[0].length) : text).replace(/^\ufeff/, "").replace(/\r$/, "");
}

function dockerLog(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "log" in parsed && typeof parsed.log === "string")
      return parsed.log;
  } catch {
    return null;
  }
  return null;
}
