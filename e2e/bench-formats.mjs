// The second part of `npm run bench`: how fast each access format is read on one thread, against nginx with its upstream fields.
import { importTypeScript } from "./import-typescript.mjs";

/** What the others are compared with: a log_format with the upstream's fields. */
const YARDSTICK = "nginx-template";

export async function benchFormats() {
  const { measureFormats } = await importTypeScript("e2e/bench-formats.ts");
  print(measureFormats());
}

function print(speeds) {
  const yardstick = speeds.find(({ id }) => id === YARDSTICK);
  console.log(
    `${"format".padEnd(32)}${"kind".padEnd(10)}bytes/line   lines/s     MB/s   of ${YARDSTICK}: lines/s   MB/s`,
  );
  for (const { id, kind, lineBytes, linesPerSecond, bytesPerSecond } of speeds) {
    const ofLines = (linesPerSecond / yardstick.linesPerSecond).toFixed(2).padStart(18);
    const ofBytes = (bytesPerSecond / yardstick.bytesPerSecond).toFixed(2).padStart(7);
    const millions = `${(linesPerSecond / 1e6).toFixed(2)} M`.padStart(10);
    const megabytes = (bytesPerSecond / 1e6).toFixed(0).padStart(9);
    console.log(
      `${id.padEnd(32)}${kind.padEnd(10)}${lineBytes.toFixed(0).padStart(10)}${millions}${megabytes}${ofLines.padStart(28)}${ofBytes}`,
    );
  }
}
