import type { Directive } from "./config-directive";

/** A configuration file as it was given. */
export interface ConfigFile {
  name: string;
  text: string;
}

/** What a directive includes: a path or a pattern; null where it includes nothing. */
export type IncludeOf = (directive: Directive) => string | null;

/** Directives that includes may add, and how often one file. Files that all include each other would otherwise multiply without end. */
const MOST_ADDED = 100_000;
const MOST_TIMES = 100;

/**
 * Reads all files and puts the directives of included ones where they are included, keeping their file and line. An include names a
 * path of the server, so it is matched by its end: `/etc/nginx/conf.d/*.conf` takes `conf.d/app.conf`, and `app.conf` as well.
 * A file that none includes stands by itself.
 */
export function resolveIncludes(
  files: readonly ConfigFile[],
  read: (file: string, text: string) => Directive[],
  includeOf: IncludeOf,
): Directive[] {
  const parsed = new Map(files.map((file) => [file.name, read(file.name, file.text)]));
  const names = [...parsed.keys()];
  const sizes = new Map([...parsed].map(([name, directives]) => [name, countDirectives(directives)]));
  const namesOf = (directive: Directive): string[] => {
    const pattern = includeOf(directive);
    return pattern === null
      ? []
      : names.filter((name) => name !== directive.file && matchInclude(pattern, name) !== null);
  };
  const times = new Map<string, number>();
  let room = MOST_ADDED;
  const expand = (directives: Directive[], within: string[]): Directive[] =>
    directives.flatMap((directive) => {
      const block = directive.block && expand(directive.block, within);
      const added = namesOf(directive).flatMap((name) => {
        const size = sizes.get(name) ?? 0;
        const before = times.get(name) ?? 0;
        // A file that lies elsewhere here may be meant by several patterns, but lies in one of their folders only.
        const pattern = includeOf(directive) ?? "";
        if (before > 0 && /[*?]/.test(pattern) && matchInclude(pattern, name) === "loose") return [];
        if (within.includes(name) || size > room || before >= MOST_TIMES) return [];
        room -= size;
        times.set(name, before + 1);
        return expand(parsed.get(name) ?? [], [...within, name]);
      });
      return [{ ...directive, block }, ...added];
    });
  const included = new Set(files.flatMap(({ name }) => includesIn(parsed.get(name) ?? [], namesOf)));
  // Files that include each other in a circle have no first one: the first that was not reached is taken for it.
  return [...names.filter((name) => !included.has(name)), ...names.filter((name) => included.has(name))].flatMap(
    (name) => {
      if (times.has(name)) return [];
      times.set(name, 1);
      return expand(parsed.get(name) ?? [], [name]);
    },
  );
}

function countDirectives(directives: readonly Directive[]): number {
  return directives.reduce((sum, { block }) => sum + 1 + (block === null ? 0 : countDirectives(block)), 0);
}

function includesIn(directives: readonly Directive[], namesOf: (directive: Directive) => string[]): string[] {
  return directives.flatMap((each) => [
    ...namesOf(each),
    ...(each.block === null ? [] : includesIn(each.block, namesOf)),
  ]);
}

/**
 * Does an include's pattern mean a file of this name? By the last two parts of the path; `*` and `?` stand for what they do there.
 * `loose` where the file's name fits and its folder does not, as of files that were copied together.
 */
export function matchInclude(pattern: string, name: string): "exact" | "loose" | null {
  const wanted = pattern.split("/").filter((part) => part !== "" && part !== ".");
  const given = name.split("/").filter((part) => part !== "" && part !== ".");
  if (wanted.length === 0 || !matchesPart(wanted.at(-1) ?? "", given.at(-1) ?? "")) return null;
  if (wanted.length === 1) return "exact";
  if (given.length === 1) return "loose";
  if (matchesPart(wanted.at(-2) ?? "", given.at(-2) ?? "")) return "exact";
  return given.length === 2 ? "loose" : null;
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
