import { ArrowUpRight } from "lucide-react";

/** A link out of the product, marked as such; it tells the other side nothing about where it stood. */
export function ExternalLink({ href, children }: { href: string; children: string }) {
  // Documentation addresses come over HTTP: nothing but http(s) becomes a link.
  if (!/^https?:\/\//u.test(href)) return <span className="wrap-anywhere">{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="text-accent wrap-anywhere underline underline-offset-2"
    >
      {children}
      <ArrowUpRight aria-hidden className="ml-0.5 inline size-3.5 align-[-2px]" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
