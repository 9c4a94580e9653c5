/** One record of varnishlog's output; `header` for the line that opens a transaction. */
export interface VslRecord {
  /** The transaction, where the line says so. */
  vxid: string | null;
  /** Empty for the line that opens a transaction. */
  tag: string;
  text: string;
}

// *   << Request  >> 2
const OPENING = /^(?:\*{1,3}|\*\d{1,3}\*) +<< +[A-Z][A-Za-z]{1,16} +>> +(\d{1,20})/;
// --  FetchError     HTC eof (-1), and with -v --          2 FetchError     b HTC eof (-1)
const GROUPED = /^(?:-{1,3}|-\d{1,3}-) +(?:(\d{1,20}) )?([A-Z][A-Za-z_]{1,24})(?: +(.*))?$/;
// 32770 FetchError     b HTC eof (-1)
const RAW = /^ *(\d{1,20}) ([A-Z][A-Za-z_]{1,24}) +[bc-](?: (.*))?$/;

/** Takes a line of varnishlog apart, in any of its groupings. Null where it is none. */
export function readVslRecord(line: string): VslRecord | null {
  const opening = OPENING.exec(line);
  if (opening) return { vxid: null, tag: "", text: "" };
  const grouped = GROUPED.exec(line);
  if (grouped) {
    const [, vxid, tag = "", text = ""] = grouped;
    return { vxid: null, tag, text: (vxid === undefined ? text : text.replace(/^[bc-](?: |$)/, "")).trim() };
  }
  const raw = RAW.exec(line);
  return raw ? { vxid: raw[1] ?? null, tag: raw[2] ?? "", text: (raw[3] ?? "").trim() } : null;
}
