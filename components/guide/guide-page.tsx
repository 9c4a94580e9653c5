import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { CauseFamilies } from "./cause-families";
import { ExternalLink } from "./external-link";
import { GuideSection } from "./guide-section";
import { LogFields } from "./log-fields";
import { SenderStrip } from "./sender-strip";
import { StatusTable } from "./status-table";

const CONTENTS = [
  ["meaning", "What a 502 means"],
  ["compared", "Beside 500, 503 and 504"],
  ["sender", "Who can send it"],
  ["deliberate", "When it is no outage"],
  ["causes", "Seven families of causes"],
  ["first", "What to do first"],
  ["clients", "What clients should do"],
  ["logging", "What to log"],
] as const;

const FIRST = [
  [
    "Retry once, by hand, from outside.",
    "One failure in many is a race, one bad upstream or a deploy; every request failing is a hard fault.",
  ],
  ["Find the hop that made it.", "Headers, the page’s size, and whether the next hop’s log has the request at all."],
  ["Look at the load", "of proxy and upstream: CPU, memory, queues, connection counts."],
  ["Review what changed last:", "deploys, server configuration, DNS records, certificates."],
  ["Check the network devices", "and routes between the hops, then firewalls, security groups and CDN settings."],
  ["Bypass the CDN", "(curl --resolve host:443:ORIGIN https://host/) to see which side of it is at fault."],
] as const;

const CLIENTS = [
  [
    "Retry with exponential backoff and jitter,",
    "few times, and only what is idempotent: GET, HEAD, PUT, DELETE. A POST may have been carried out; look for its effect, or send an idempotency key.",
  ],
  ["Respect Retry-After", "where it is sent; it is the server’s own estimate."],
  [
    "Show a friendly error page",
    "that says that it is not the visitor’s fault, keeps what they typed, and offers to try again.",
  ],
  ["Log the ids", "(request id, cf-ray, time with zone): they lead straight to the lines."],
] as const;

function Points({ points, ordered = false }: { points: readonly (readonly [string, string])[]; ordered?: boolean }) {
  const List = ordered ? "ol" : "ul";
  return (
    <List
      className={
        ordered ? "marker:text-faint list-decimal space-y-1.5 pl-5" : "marker:text-faint list-disc space-y-1.5 pl-5"
      }
    >
      {points.map(([lead, rest]) => (
        <li key={lead} className="pl-1">
          <span className="text-ink font-medium">{lead}</span> {rest}
        </li>
      ))}
    </List>
  );
}

/** The short guide: what a 502 is, who sends it, why, and what to do. */
export function GuidePage() {
  return (
    <>
      <PageHeader
        title="Guide to 502"
        hint={
          <Link href="/formats" className="text-accent underline underline-offset-2">
            Log formats
          </Link>
        }
      />
      <div className="grid gap-8 pt-1 lg:grid-cols-[180px_minmax(0,1fr)]">
        <nav aria-label="On this page" className="hidden lg:block">
          <ul className="border-line sticky top-16 border-l text-xs">
            {CONTENTS.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="text-muted hover:text-ink block py-1 pl-3">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <article className="max-w-4xl min-w-0">
          <GuideSection id="meaning" title="What a 502 means">
            <blockquote className="border-accent text-ink border-l-2 pl-3">
              The 502 (Bad Gateway) status code indicates that the server, while acting as a gateway or proxy, received
              an invalid response from an inbound server it accessed while attempting to fulfill the request.
              <footer className="text-muted mt-1 text-xs">
                <ExternalLink href="https://www.rfc-editor.org/rfc/rfc9110#section-15.6.3">
                  RFC 9110, section 15.6.3
                </ExternalLink>
              </footer>
            </blockquote>
            <p>
              In practice proxies send it whenever they could not get an answer at all, too: a refused connection, a
              name that does not resolve, a failed TLS handshake. Two hops are always involved, and the one that reports
              the 502 is rarely the one at fault. So the first question is which hop wrote the status, the second in
              which phase it failed (name, connect, TLS, send, wait, read), and only then why.
            </p>
          </GuideSection>
          <GuideSection id="compared" title="Beside 500, 503 and 504">
            <StatusTable />
            <p>
              The same fault wears another number behind another proxy: a refused connection is 502 in nginx, 503 in
              HAProxy and Envoy, 521 at Cloudflare. Counting 502 alone misses those; Gumshoe counts all statuses that a
              gateway made.
            </p>
          </GuideSection>
          <GuideSection id="sender" title="Who can send it">
            <SenderStrip />
          </GuideSection>
          <GuideSection id="deliberate" title="When it is no outage">
            <Points
              points={[
                [
                  "Blocking.",
                  "A firewall, rate limit or bot protection refuses on purpose, with 403, 429, 503, or by hanging up. Few clients, many requests, odd paths.",
                ],
                ["Maintenance.", "A 503 with Retry-After between two exact times, on everything at once."],
                ["Scanners.", "Garbage requests that no upstream accepts; look at whether any real client was hit."],
                [
                  "Impatient clients.",
                  "A 499 says that the client left. That is a latency problem, or a short timeout in front of you.",
                ],
              ]}
            />
          </GuideSection>
          <GuideSection id="causes" title="Seven families of causes">
            <CauseFamilies />
          </GuideSection>
          <GuideSection id="first" title="What to do first">
            <Points ordered points={FIRST} />
          </GuideSection>
          <GuideSection id="clients" title="What clients should do">
            <Points points={CLIENTS} />
          </GuideSection>
          <GuideSection id="logging" title="What to log">
            <p>
              nginx&rsquo;s default format says nothing about the upstream. This one keeps it as its beginning and adds
              what tells the causes apart. Needs nginx 1.15.8 or later.
            </p>
            <LogFields />
          </GuideSection>
        </article>
      </div>
    </>
  );
}
