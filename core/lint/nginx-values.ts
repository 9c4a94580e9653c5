import { hostName, type NginxPass } from "./nginx-passes";
import type { LintSystem } from "./lint-system";

/** Blocks that give a variable one of several values. */
const CHOOSING = /^(?:map|geo|split_clients)$/;
/** Variables that hold what a client asked for, which is a name in all but rare cases. */
const ASKED = /^(?:host|http_\w+|ssl_server_name|ssl_preread_server_name|arg_\w+|cookie_\w+|\d)$/;

/** Values that `set`, `map`, `geo` and `split_clients` give a variable; [] where none does. */
export function valuesOf({ scopes }: LintSystem, variable: string): string[] {
  const values: string[] = [];
  for (const { level } of scopes) {
    for (const { name, args, block } of level) {
      if (block === null) {
        if (name === "set" && args[0] === `$${variable}`) values.push(args[1] ?? "");
      } else if (CHOOSING.test(name) && args.at(-1) === `$${variable}`) {
        for (const entry of block) values.push(entry.args.at(-1) ?? "");
      }
    }
  }
  return values;
}

/**
 * Host names that a pass with a variable asks the resolver for: those that are neither addresses nor known to the configuration. A
 * target that is itself only known at run time gives the variable, `$host`, where that holds what clients send; nothing where it
 * cannot be told (Lua, njs, values made of variables).
 */
export function namesAtRunTime(system: LintSystem, pass: NginxPass, known: ReadonlySet<string>): string[] {
  const bare = pass.target.replace(/^(?:[a-z]+|\$\w+):\/\//, "");
  const lone = /^\$\{?(\w+)\}?(.*)$/.exec(bare);
  const variable = lone?.[1];
  if (variable !== undefined && !/^[\w.-]/.test(lone?.[2] ?? "")) {
    const values = valuesOf(system, variable).filter((value) => value !== "" && !value.includes("$"));
    const names = values.flatMap((value) => nameIn(value, known));
    return names.length === 0 && values.length === 0 && ASKED.test(variable) ? [`$${variable}`] : names;
  }
  const host = (/^[^/?]*/.exec(bare)?.[0] ?? "").replace(/:(?:\d+|\$\{?\w+\}?)$/, "");
  if (!host.includes("$")) return nameIn(host, known);
  const pattern = host.replace(/\$\{\w+\}|\$\w+/g, "*");
  const isGroup = [...known].some((name) => fits(pattern, name));
  return isGroup || !/[a-z]{2}/i.test(pattern) ? [] : [host];
}

function nameIn(value: string, known: ReadonlySet<string>): string[] {
  const authority = /^[^/?]*/.exec(value.replace(/^[a-z]+:\/\//, ""))?.[0] ?? "";
  const host = authority.replace(/:\d+$/, "");
  if (value.includes("unix:") || known.has(host) || known.has(authority)) return [];
  // nginx asks the resolver for localhost as well.
  return host === "localhost" || hostName(authority) !== null ? [host] : [];
}

/** Does a name begin and end as a pattern with `*` does? */
function fits(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  return name.startsWith(first) && name.endsWith(rest.at(-1) ?? "") && name.length >= pattern.length - 1;
}
