import type { Directive } from "@/core/configs/config-directive";
import { groupBy } from "@/core/collections/group-by";

/** A block of a configuration made of blocks (nginx, Apache), with what stands around it. */
export interface BlockScope {
  /** Lower-case name of the block; "" for the files themselves. */
  name: string;
  args: readonly string[];
  level: readonly Directive[];
  /** The directives of the level by their names in lower case. */
  named: ReadonlyMap<string, readonly Directive[]>;
  parent: BlockScope | null;
  /** Null for the files themselves. */
  at: Directive | null;
}

/** All blocks of a configuration, outer ones before those within them. */
export function blockScopes(level: readonly Directive[]): BlockScope[] {
  const scopes: BlockScope[] = [{ name: "", args: [], level, named: byName(level), parent: null, at: null }];
  for (const parent of scopes) {
    for (const at of parent.level) {
      const { name, args, block } = at;
      if (block !== null)
        scopes.push({ name: name.toLowerCase(), args, level: block, named: byName(block), parent, at });
    }
  }
  return scopes;
}

function byName(level: readonly Directive[]): Map<string, Directive[]> {
  return groupBy(level, ({ name }) => name.toLowerCase());
}

/** Does the directive bear this name? Apache writes names in any case. */
export function isNamed({ name }: Directive, wanted: string): boolean {
  return name === wanted || name.toLowerCase() === wanted;
}

/** All occurrences of a directive at the nearest level that has any, the way nginx inherits lists; [] where none has. */
export function allInForce(scope: BlockScope | null, name: string): readonly Directive[] {
  for (let at = scope; at !== null; at = at.parent) {
    const found = at.named.get(name);
    if (found !== undefined) return found;
  }
  return [];
}

/** The directive that holds in a block: the last at the nearest level that has it. */
export function inForce(scope: BlockScope | null, name: string): Directive | undefined {
  return allInForce(scope, name).at(-1);
}

/** The nearest block of this name around (or itself). */
export function around(scope: BlockScope | null, name: string): BlockScope | null {
  for (let at = scope; at !== null; at = at.parent) if (at.name === name) return at;
  return null;
}
