/** A copy with at least twice the length, and at least `length`. */
export function growArray(array: Int32Array, length = 0): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, length));
  larger.set(array);
  return larger;
}
