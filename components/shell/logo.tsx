/** A magnifier over a falling line: the mark of the product, in the text colour and the accent. */
export function Logo() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 20"
      className="size-5 shrink-0"
      fill="none"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <circle cx="8.5" cy="8.5" r="6" stroke="currentColor" />
      <path d="m13 13 4.5 4.5" stroke="currentColor" />
      <path d="M5 9.5h1.75l1.5-3.5 1.25 4.5 1-1.75H12" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  );
}
