/** Children of one position beyond which the light ones become one: the number of rows that a breakdown can still show. */
export const MAX_CHILDREN = 24;
/** A child that has this share of its position's requests or failures keeps its name. */
const KEPT_SHARE = 0.01;
/** What merged siblings are called: `/wiki/*`. */
const REST = "*";

interface Position {
  children: Map<string, Position>;
  requests: number;
  errors: number;
}

/**
 * Names for the routes after siblings were merged: where a position of the path has more than `MAX_CHILDREN` different children
 * (titles, user names, what scanners try), only those with at least 1 % of its requests or of its failures keep their names, at
 * most `MAX_CHILDREN` of them; the rest become `*`, with all that lies below them. `requests` and `errors` are by index into
 * `routes`; the answer is too.
 */
export function collapseRoutes(
  routes: readonly string[],
  requests: ArrayLike<number>,
  errors: ArrayLike<number>,
): string[] {
  const root = newPosition();
  const split = routes.map((route) => (route.startsWith("/") ? route.slice(1).split("/") : null));
  split.forEach((segments, index) => {
    if (segments) addRoute(root, segments, requests[index] ?? 0, errors[index] ?? 0);
  });
  const kept = new Map<Position, Set<string> | null>();
  return split.map((segments, index) => {
    if (!segments) return routes[index] ?? "";
    let position = root;
    const names: string[] = [];
    for (const segment of segments) {
      const namesKept = keptChildren(position, kept);
      if (namesKept && !namesKept.has(segment)) {
        names.push(REST);
        return `/${names.join("/")}`;
      }
      names.push(segment);
      const next = position.children.get(segment);
      if (!next) break;
      position = next;
    }
    return `/${names.join("/")}`;
  });
}

function newPosition(): Position {
  return { children: new Map(), requests: 0, errors: 0 };
}

function addRoute(root: Position, segments: string[], requests: number, errors: number): void {
  let position = root;
  for (const segment of segments) {
    position.requests += requests;
    position.errors += errors;
    let next = position.children.get(segment);
    if (!next) {
      next = newPosition();
      position.children.set(segment, next);
    }
    position = next;
  }
  position.requests += requests;
  position.errors += errors;
}

/** Children that keep their names; null = all. */
function keptChildren(position: Position, known: Map<Position, Set<string> | null>): Set<string> | null {
  const cached = known.get(position);
  if (cached !== undefined) return cached;
  let names: Set<string> | null = null;
  if (position.children.size > MAX_CHILDREN) {
    const shareOf = (child: Position) =>
      Math.max(child.requests / Math.max(1, position.requests), child.errors / Math.max(1, position.errors));
    const heavy = [...position.children]
      .map(([name, child]) => ({ name, share: shareOf(child) }))
      .filter(({ name, share }) => share >= KEPT_SHARE && name !== REST)
      .sort((one, other) => other.share - one.share || (one.name < other.name ? -1 : 1));
    names = new Set(heavy.slice(0, MAX_CHILDREN).map(({ name }) => name));
  }
  known.set(position, names);
  return names;
}
