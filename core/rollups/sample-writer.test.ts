import { describe, expect, it } from "vitest";
import { Field, FIELD_COUNT } from "@/core/events/field";
import { narrowSample, SAMPLE_PATH, SAMPLE_WIDTH, sampledRequests, type RequestSample } from "./request-sample";
import { SampleMerger } from "./sample-merger";
import { SampleWriter } from "./sample-writer";

const AT_MS = Date.UTC(2026, 2, 16, 17, 14, 5, 250);
const SECONDS = new Float64Array(FIELD_COUNT).fill(1000);
const NOTHING = new Int32Array(2 * FIELD_COUNT).fill(-1);

/** A path's hash, spread over all bits as the fold's are. */
function hashOf(path: number): number {
  let hash = Math.imul(path + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function sampleOf(paths: readonly number[]): RequestSample {
  const writer = new SampleWriter(new Uint8Array(0), SECONDS);
  paths.forEach((path, at) => writer.add(AT_MS + at, 200, NOTHING, hashOf(path), 1, 2, 3));
  return writer.finish();
}

const pathsOf = ({ rows }: RequestSample) =>
  Array.from({ length: rows.length / SAMPLE_WIDTH }, (_, row) => rows[row * SAMPLE_WIDTH + SAMPLE_PATH]!);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe("SampleWriter", () => {
  it("keeps time, status, duration and id of a request", () => {
    const line = new TextEncoder().encode("1.250 4f2a");
    const out = NOTHING.slice();
    out.set([0, 5], 2 * Field.requestTime);
    out.set([6, 10], 2 * Field.requestId);
    const writer = new SampleWriter(line, SECONDS);
    writer.add(AT_MS, 504, out, 77, 11, 12, -13);
    const [request, ...more] = sampledRequests(writer.finish());
    expect(more).toEqual([]);
    expect(request).toMatchObject({ atMs: AT_MS, status: 504, durationMs: 1250, path: 77, host: 11, client: 12 });
    expect(request?.id).not.toBe(0);
    expect(request?.method).not.toBe(0);
  });

  it("keeps every request of a short log", () => {
    const sample = sampleOf(range(0, 4096));
    expect(sample.mask).toBe(0);
    expect(pathsOf(sample)).toHaveLength(4096);
  });

  it("keeps of a long log whole paths, the same that another log of the same traffic keeps", () => {
    const edge = sampleOf(range(0, 60_000).map((at) => at % 20_000));
    const origin = sampleOf(range(5000, 12_000));
    expect(edge.rows.length / SAMPLE_WIDTH).toBeLessThanOrEqual(4096);
    expect(edge.mask).toBeGreaterThan(origin.mask);
    const here = pathsOf(narrowSample(edge, origin.mask, origin.busy));
    const there = pathsOf(narrowSample(origin, edge.mask, edge.busy));
    expect(there.length).toBeGreaterThan(100);
    // Whatever the origin was asked is among the edge's three requests of that path, and no other path of its range is.
    const times = new Map<number, number>();
    for (const path of here) times.set(path, (times.get(path) ?? 0) + 1);
    for (const path of there) expect(times.get(path)).toBe(3);
    const ofRange = new Set(range(5000, 12_000).map(hashOf));
    expect(new Set(here.filter((path) => ofRange.has(path)))).toEqual(new Set(there));
  });

  it("leaves out a path that would fill the sample alone, and says which", () => {
    // The low bits of this hash are all 0, so that no mask would ever drop it.
    const busy = 1 << 30;
    const writer = new SampleWriter(new Uint8Array(0), SECONDS);
    for (const at of range(0, 30_000)) writer.add(AT_MS, 200, NOTHING, at % 2 === 0 ? busy : hashOf(at), 0, 0, 0);
    const sample = writer.finish();
    expect(sample.busy).toEqual([busy]);
    expect(pathsOf(sample)).not.toContain(busy);
    expect(pathsOf(sample).length).toBeGreaterThan(500);
  });
});

describe("SampleMerger", () => {
  it("gives the same sample in any order of the chunks", () => {
    const chunks = [sampleOf(range(0, 9000)), sampleOf(range(9000, 9100)), sampleOf(range(100, 30_000))];
    const merged = (samples: readonly RequestSample[]) => {
      const merger = new SampleMerger();
      for (const sample of samples) merger.add(sample);
      return merger.finish();
    };
    const one = merged(chunks);
    const other = merged(chunks.toReversed());
    expect(other.mask).toBe(one.mask);
    expect(pathsOf(other).sort()).toEqual(pathsOf(one).sort());
    expect(pathsOf(one).every((path) => (path & one.mask) === 0)).toBe(true);
  });

  it("never holds more than a quarter of a million requests", () => {
    const merger = new SampleMerger();
    for (const chunk of range(0, 90)) merger.add(sampleOf(range(4000 * chunk, 4000 * (chunk + 1))));
    const { rows, mask } = merger.finish();
    expect(mask).toBe(1);
    expect(rows.length / SAMPLE_WIDTH).toBeLessThanOrEqual(1 << 18);
    expect(rows.length / SAMPLE_WIDTH).toBeGreaterThan(150_000);
  });
});
