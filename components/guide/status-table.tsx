import { StatusCode } from "@/components/ui/status-code";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";

const ROWS = [
  [
    500,
    "Internal Server Error",
    "The application (rarely the proxy itself)",
    "The code ran and failed.",
    "The application’s own log",
  ],
  [
    502,
    "Bad Gateway",
    "A gateway or proxy",
    "The upstream refused, hung up or answered something invalid.",
    "The proxy’s error log",
  ],
  [
    503,
    "Service Unavailable",
    "A proxy or the application",
    "Nobody is there to take it now: overload, maintenance, no live upstream.",
    "Retry-After; health checks",
  ],
  [
    504,
    "Gateway Timeout",
    "A gateway or proxy",
    "The upstream was reached, or tried, and gave no answer in time.",
    "Upstream times against the timeout",
  ],
  [
    499,
    "Client closed the request",
    "nginx, in its log only",
    "The client gave up before there was an answer.",
    "Request times of those lines",
  ],
] as const;

/** 500, 502, 503, 504 and 499 beside one another. */
export function StatusTable() {
  return (
    <TableRegion label="Gateway statuses compared" className="border-line bg-surface rounded-lg border">
      <Table className="min-w-[680px]">
        <thead>
          <tr>
            <Th>Status</Th>
            <Th>Name</Th>
            <Th>Made by</Th>
            <Th>Says</Th>
            <Th>Look first at</Th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([status, name, maker, says, look]) => (
            <Tr key={status} className="align-top">
              <Td>
                <StatusCode status={status} />
              </Td>
              <Td className="text-ink font-medium whitespace-nowrap">{name}</Td>
              <Td>{maker}</Td>
              <Td>{says}</Td>
              <Td>{look}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </TableRegion>
  );
}
