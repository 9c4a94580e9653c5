import { growArray } from "./grow-array";
import { InternTable } from "./intern-table";
import { MAX_ROUTE_BYTES, pathEnd, writeRoute } from "./route-hash";

/** Turns raw bytes into a string, undoing the log's escapes. */
interface Decoder {
  decode: (buf: Uint8Array, from: number, to: number) => string;
}

/** Paths whose route is remembered per chunk; further ones are worked out each time. */
const MAX_PATHS = 32_768;
/** Routes told apart per chunk. Beyond them is "(other)". */
const MAX_ROUTES = 4096;

/** Numbers for routes. Paths are numbered first: the route of a path seen before costs one lookup. */
export class RouteTable {
  /** Hash of the path given last, without its query. */
  pathHashA = 0;
  pathHashB = 0;
  readonly routes = new InternTable(MAX_ROUTES);
  readonly #paths = new InternTable(MAX_PATHS);
  #routeOf = new Int32Array(1024);
  #known = 1;
  /** Bytes of the routes, one after the other. */
  #bytes = new Uint8Array(1 << 14);
  #view = new DataView(this.#bytes.buffer);
  #used = 0;
  readonly #names = new Map<number, string>();

  /** Number of the route of the target `[from, to)`; 0 where the line has none. */
  add(view: DataView, buf: Uint8Array, from: number, to: number): number {
    const end = from < 0 ? to : pathEnd(buf, from, to);
    const path = this.#paths.add(view, from, end);
    this.pathHashA = this.#paths.hashA;
    this.pathHashB = this.#paths.hashB;
    if (path === 0) return 0;
    if (path < this.#known && path !== this.#paths.other) return this.#routeOf[path]!;
    return this.#learn(path, buf, from, end);
  }

  /** The route as a string. */
  name(route: number, decoder: Decoder): string {
    if (route === 0) return "";
    let name = this.#names.get(route);
    if (name === undefined) {
      name =
        route === this.routes.other
          ? "(other)"
          : decoder.decode(this.#bytes, this.routes.starts[route]!, this.routes.ends[route]!);
      this.#names.set(route, name);
    }
    return name;
  }

  #learn(path: number, buf: Uint8Array, from: number, to: number): number {
    if (this.#used + MAX_ROUTE_BYTES > this.#bytes.length) this.#growBytes();
    const end = writeRoute(buf, from, to, this.#bytes, this.#used);
    const before = this.routes.size;
    const route = this.routes.add(this.#view, this.#used, end);
    if (this.routes.size > before) this.#used = end;
    if (path >= this.#routeOf.length) this.#routeOf = growArray(this.#routeOf);
    this.#routeOf[path] = route;
    if (path >= this.#known) this.#known = path + 1;
    return route;
  }

  #growBytes(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
