export interface IndexRange {
  /** Both included. */
  from: number;
  to: number;
}

interface Candidate {
  range: IndexRange;
  /** Running sum before and after the range. */
  left: number;
  right: number;
  /** Position on the stack of the nearest earlier candidate with a smaller `left`; -1 when there is none. */
  link: number;
}

/**
 * All maximal scoring subsequences (Ruzzo and Tompa, "A Linear Time Algorithm for Finding All Maximal Scoring Subsequences", ISMB
 * 1999): the disjoint stretches whose sum cannot be raised by growing or shrinking them. Two elevated stretches become one exactly
 * when the quiet minutes between them cost less than either gains. The links keep the search for the predecessor, and with it the
 * whole, linear in time.
 */
export function maximalSegments(scores: ArrayLike<number>, from: number, to: number): IndexRange[] {
  const stack: Candidate[] = [];
  let sum = 0;
  for (let i = from; i <= to; i++) {
    const score = scores[i] ?? 0;
    const left = sum;
    sum += score;
    if (score <= 0) continue;
    let candidate: Candidate = { range: { from: i, to: i }, left, right: sum, link: -1 };
    for (;;) {
      let at = stack.length - 1;
      while (at >= 0 && (stack[at]?.left ?? 0) >= candidate.left) at = stack[at]?.link ?? -1;
      const before = stack[at];
      candidate.link = at;
      if (!before || before.right >= candidate.right) break;
      candidate = {
        range: { from: before.range.from, to: candidate.range.to },
        left: before.left,
        right: candidate.right,
        link: -1,
      };
      stack.length = at;
    }
    stack.push(candidate);
  }
  return stack.map(({ range }) => range);
}
