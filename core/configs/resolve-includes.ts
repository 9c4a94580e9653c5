import { readNginxDirectives, type Directive } from "./read-nginx-directives";

/** A configuration file as it was given. */
export interface ConfigFile {
  name: string;
  text: string;
}

/**
 * Reads all files and puts the directives of included ones where they are included, keeping their file and line. An include names a
 * path of the server, so it is matched by its end: `/etc/nginx/conf.d/*.conf` takes `conf.d/app.conf`, and `app.conf` as well.
 * A file that none includes stands by itself.
 */
export function resolveIncludes(files: readonly ConfigFile[]): Directive[] {
  const parsed = new Map(files.map((file) => [file.name, readNginxDirectives(file.name, file.text)]));
  const included = new Set<string>();
  const expand = (directives: Directive[], within: string[]): Directive[] =>
    directives.flatMap((directive) => {
      if (directive.name !== "include")
        return [{ ...directive, block: directive.block && expand(directive.block, within) }];
      const names = [...parsed.keys()].filter(
        (name) => !within.includes(name) && matches(directive.args[0] ?? "", name),
      );
      for (const name of names) included.add(name);
      return [directive, ...names.flatMap((name) => expand(parsed.get(name) ?? [], [...within, name]))];
    });
  const roots = [...parsed].map(([name, directives]) => ({ name, directives: expand(directives, [name]) }));
  return roots.filter(({ name }) => !included.has(name)).flatMap(({ directives }) => directives);
}

function matches(pattern: string, name: string): boolean {
  const wanted = pattern.split("/").filter((part) => part !== "" && part !== ".");
  const given = name.split("/").filter((part) => part !== "" && part !== ".");
  const shared = Math.min(wanted.length, given.length, 2);
  for (let i = 1; i <= shared; i++) {
    if (!matchesPart(wanted.at(-i) ?? "", given.at(-i) ?? "")) return i > 1 && given.length === i;
  }
  return shared > 0;
}

/** `*` and `?` of one path part. */
function matchesPart(pattern: string, text: string): boolean {
  if (pattern.split("*").length > 6) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  return new RegExp(`^${source}$`).test(text);
}
