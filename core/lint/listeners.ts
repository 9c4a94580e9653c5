import { readTarget } from "@/core/configs/read-target";
import type { RiskPlace } from "@/core/contract/config-risks";
import { around, isNamed, type BlockScope } from "./block-scope";
import type { LintSystem } from "./lint-system";
import { writtenDirective, writtenLine } from "./written";

/** Where a proxy waits for connections. */
export interface Listener {
  /** Null for every address of the machine. */
  host: string | null;
  port: string;
  /** nginx's server block; null for others. */
  server: BlockScope | null;
  /** HAProxy's section; null for others. */
  section: string | null;
  place: RiskPlace;
}

/** Listeners that the configurations of nginx, HAProxy and Apache name. */
export function listenersOf({ product, scopes, sections }: LintSystem): Listener[] {
  if (product === "haproxy") {
    return sections.flatMap((section) =>
      section.lines
        .filter(({ words }) => words[0] === "bind")
        .flatMap((line) =>
          (line.words[1] ?? "")
            .split(",")
            .flatMap((address) =>
              listener(address, null, { server: null, section: section.name, place: writtenLine(line) }),
            ),
        ),
    );
  }
  if (product === "nginx") {
    return scopes
      .filter((scope) => scope.name === "server" && around(scope, "stream") === null && scope.at !== null)
      .flatMap((server) => {
        const listens = server.level.filter(({ name }) => name === "listen");
        const at = server.at;
        if (listens.length === 0 && at !== null)
          return [{ host: null, port: "80", server, section: null, place: writtenDirective(at) }];
        return listens.flatMap((each) =>
          listener(each.args[0] ?? "", "80", { server, section: null, place: writtenDirective(each) }),
        );
      });
  }
  if (product !== "apache") return [];
  return scopes.flatMap(({ level }) =>
    level
      .filter((each) => isNamed(each, "listen"))
      .flatMap((each) =>
        listener(each.args[0] ?? "", null, { server: null, section: null, place: writtenDirective(each) }),
      ),
  );
}

/** `80`, `*:80`, `10.0.0.1:80`, `[::]:80`; an address alone is its usual port, where there is one. */
function listener(
  written: string,
  usual: string | null,
  rest: Pick<Listener, "server" | "section" | "place">,
): Listener[] {
  const bare = written.replace(/^(?:ipv[46]@|quic[46]@)/, "");
  if (/^(?:unix|abns|fd@|\/)/.test(bare)) return [];
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?(\d{1,5})$/.exec(bare);
  const host = match === null ? bare : (match[1] ?? "");
  const port = match?.[2] ?? usual;
  if (port === null) return [];
  const every = /^(?:\*|0\.0\.0\.0|\[::\]|)$/.test(host);
  return [{ host: every ? null : host, port, ...rest }];
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Does an upstream's address mean this listener, on the same machine (`here`) or on whichever? */
export function reaches(address: string, { host, port }: Listener, where: "here" | "anywhere"): boolean {
  const match = /^(.*):(\d{1,5})$/.exec(readTarget(address).address ?? address);
  if (match?.[2] !== port) return false;
  const asked = match[1] ?? "";
  if (host === asked) return true;
  if (host !== null) return LOOPBACK.test(host) && LOOPBACK.test(asked);
  return where === "here" ? LOOPBACK.test(asked) : true;
}
