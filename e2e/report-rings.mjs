import { stripVTControlCharacters } from "node:util";

const MESSAGE_LINES = 25;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** One line as soon as a ring is done. */
export function reportRing({ name, passed, failed, skipped, unavailable, tookMs }) {
  const mark = failed > 0 ? "✗" : unavailable ? "–" : "✓";
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  const ran = passed + failed > 0 || !unavailable;
  const text = [ran && counts.filter(Boolean).join(", "), unavailable && `could not run: ${unavailable}`];
  console.log(`  ${mark} ${name.padEnd(14)} ${text.filter(Boolean).join("; ")}  (${seconds(tookMs)})`);
}

/** What failed, what could not run, and the totals as the last line. Returns the exit status. */
export function reportTotals(rings, { unavailableFails }) {
  for (const { title, message } of rings.flatMap(({ failures }) => failures)) {
    console.log(`\n✗ ${title}\n${indented(message)}`);
  }
  const unavailable = rings.filter((ring) => ring.unavailable);
  if (unavailable.length > 0) console.log("\nCould not run:");
  for (const { name, unavailable: reason } of unavailable) console.log(`  ${name}: ${reason}`);

  const sum = (key) => rings.reduce((total, ring) => total + ring[key], 0);
  const failed = sum("failed") + (unavailableFails ? unavailable.length : 0);
  console.log(`\n${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
  return failed > 0 ? 1 : 0;
}

function indented(message) {
  const lines = stripVTControlCharacters(message).trimEnd().split("\n");
  const shown = lines.slice(0, MESSAGE_LINES);
  if (lines.length > shown.length) shown.push(`… and ${lines.length - shown.length} more lines`);
  return shown.map((line) => `    ${line}`).join("\n");
}
