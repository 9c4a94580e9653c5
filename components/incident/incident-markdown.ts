import { formatCount, formatRatio } from "@/components/charts/format-values";
import { formatMoment, zoneLabel } from "@/components/charts/time-axis";
import { stepStateLabel } from "@/components/checklist/step-states";
import type { IncidentDetail } from "@/core/contract/incidents";
import type { PastIncident } from "@/core/contract/past-incidents";
import type { Reconciliation } from "@/core/contract/report";
import { closedWords, helpWords, lastedWords, likenessWords, prepareSeenBefore } from "./prepare-seen-before";

/** Earlier incidents quoted in a ticket; the page has the rest. */
const MOST_PAST = 3;

/** Log text is hostile: no markup of its own, one line, no pipes that would break a table. */
function plain(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ")
    .replace(/[\\`*_[\]<>|~]/g, "\\$&");
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Edge against origin, for whoever answers for the other tier. */
function comparison({ sentence, clock, notes, statuses }: Reconciliation): string[] {
  const rows = statuses.filter(({ during }) => during > 0);
  return [
    "## Edge against origin",
    "",
    plain(sentence),
    "",
    ...(rows.length === 0 ? [] : ["| Status at the edge | Status at the origin | Requests |", "| --- | --- | ---: |"]),
    ...rows.map(
      ({ edge, origin, during }) =>
        `| ${plain(edge ?? "no line")} | ${plain(origin ?? "no line")} | ${formatCount(during)} |`,
    ),
    ...(rows.length === 0 ? [] : [""]),
    ...[...(clock ? [clock.sentence] : []), ...notes].map((note) => `- ${plain(note)}`),
    "",
  ];
}

function closingLines({ closing }: IncidentDetail, timeZone: string): string[] {
  if (closing.closedMs === null) return [];
  const who = `closed by ${plain(closing.closedBy ?? "operator")}, ${formatMoment(closing.closedMs, timeZone)}`;
  return [`- State: ${who}${closing.note === "" ? "" : `; what helped: ${plain(closing.note)}`}`];
}

function seenBeforeLines({ seenBefore }: IncidentDetail, timeZone: string): string[] {
  const { kind, lead, pattern, since } = prepareSeenBefore(seenBefore, timeZone);
  const said = [lead, pattern, since].filter((line) => line !== null).map(plain);
  if (kind === "first") return said.length === 0 ? [] : [...said, ""];
  const quoted = seenBefore.similar.slice(0, MOST_PAST);
  const rest = seenBefore.total - quoted.length;
  return [
    "## Seen before",
    "",
    said.join(" "),
    "",
    ...quoted.flatMap((past) => pastLines(past, timeZone)),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    "",
  ];
}

function pastLines(past: PastIncident, timeZone: string): string[] {
  const when = `${formatMoment(past.startMs, timeZone)}, ${lastedWords(past)}, ${closedWords(past, timeZone)}`;
  return [
    `- ${plain(when)} (${plain(likenessWords(past))})`,
    ...past.helped.map((help) => `  - helped then: ${plain(help.text)} (${plain(helpWords(help, past, timeZone))})`),
  ];
}

/** The incident as Markdown for a ticket or a chat: what, when, where, whether it was there before, why, and how far the checklist is. */
export function incidentMarkdown(detail: IncidentDetail, timeZone: string): string {
  const { incident } = detail;
  const startMs = Date.parse(incident.startAt);
  const [verdict] = incident.verdicts;
  const scope = [
    ...incident.scope.upstreams,
    ...incident.scope.hosts,
    ...incident.scope.paths,
    ...incident.scope.clients,
  ];
  const lines = [
    `# ${plain(verdict?.title ?? "Gateway errors")} (${plain(verdict?.standing ?? "not determined")})`,
    "",
    plain(incident.summary),
    "",
    `- System: ${plain(detail.sourceName)}`,
    `- Onset: ${formatMoment(startMs, timeZone, "second")} ${zoneLabel(startMs, timeZone)}`,
    `- End: ${incident.ongoing ? "not in these logs" : formatMoment(Date.parse(incident.endAt), timeZone, "second")}`,
    `- Failed: ${formatCount(incident.failed)} of ${formatCount(incident.requests)} requests, at worst ${formatRatio(incident.peakRatio)} in one minute`,
    `- Scope: ${scope.length === 0 ? "all traffic" : scope.map(plain).join(", ")}`,
    ...closingLines(detail, timeZone),
    "",
    ...seenBeforeLines(detail, timeZone),
    "## Why",
    "",
    ...(verdict?.signals ?? []).map((signal) => `- ${signal.for ? "for" : "against"}: ${plain(signal.text)}`),
    ...(verdict?.missing ?? []).map((missing) => `- would tell more: ${plain(missing)}`),
    "",
    ...(incident.reconciliation ? comparison(incident.reconciliation) : []),
    "## What to do",
    "",
    ...detail.checklist.flatMap((step) => [
      `- [${step.state === "done" ? "x" : " "}] ${plain(step.title)} (${stepStateLabel(step.state)})${step.note === "" ? "" : `: ${plain(step.note)}`}`,
      ...step.commands.map((command) => fenced(command).replace(/^/gm, "  ")),
    ]),
    "",
  ];
  return lines.join("\n");
}
