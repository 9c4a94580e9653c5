import { hashText, packDuration, SAMPLE_WIDTH, type RequestSample } from "@/core/rollups/request-sample";
import type { Rollup } from "@/core/rollups/rollup";
import { BUILDER_START_MINUTE, TrafficBuilder } from "@/core/spikes/traffic-builder";

/** A request as a test states it; times are seconds after the builder's start. */
export interface TestRequest {
  at: number;
  path: string;
  status?: number;
  /** Seconds; left out = not logged. */
  took?: number;
  host?: string;
  client?: string;
  method?: string;
  id?: string;
}

export const START_MS = BUILDER_START_MINUTE * 60_000;

export function sampleOf(requests: readonly TestRequest[], mask = 0, busy: string[] = []): RequestSample {
  const rows = new Int32Array(requests.length * SAMPLE_WIDTH);
  requests.forEach(({ at, path, status = 200, took, host = "", client = "", method = "GET", id = "" }, row) => {
    const atMs = START_MS + Math.round(at * 1000);
    const minute = Math.floor(atMs / 60_000);
    const duration = packDuration(hashText(method), took === undefined ? -1 : took * 1000);
    const hashes = [path, host, client, id].map((text) => (text === "" ? 0 : hashText(text)));
    rows.set([minute, status * 60_000 + atMs - minute * 60_000, duration, ...hashes], row * SAMPLE_WIDTH);
  });
  return { mask, busy: busy.map(hashText), rows };
}

/** A rollup of which only the sample matters. */
export function tierOf(requests: readonly TestRequest[], mask = 0, busy: string[] = []): Rollup {
  return { ...new TrafficBuilder().build(), sample: sampleOf(requests, mask, busy) };
}

/** A request every `every` seconds, each of a page of its own but for every third, which asks for the front page. */
export function visits(count: number, every = 7): TestRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    at: n * every,
    path: n % 3 === 0 ? "/" : `/page/${n}`,
    took: 0.05,
  }));
}

export function later(requests: readonly TestRequest[], seconds: number): TestRequest[] {
  return requests.map((request) => ({ ...request, at: request.at + seconds }));
}
