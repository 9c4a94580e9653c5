import { CodeBlock } from "@/components/ui/code-block";
import { Table, TableRegion, Td, Th, Tr } from "@/components/ui/table";

/** Keeps combined as its beginning, so that older readers of the log still work. */
const LOG_FORMAT = `log_format gumshoe '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
  '"$http_referer" "$http_user_agent" host="$host" rid=$request_id msec=$msec rt=$request_time '
  'uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" '
  'uht="$upstream_header_time" urt="$upstream_response_time" '
  'ubs="$upstream_bytes_sent" ubr="$upstream_bytes_received"';
access_log /var/log/nginx/access.log gumshoe;
error_log  /var/log/nginx/error.log error;`;

const FIELDS = [
  ["$upstream_addr", "Which upstream failed: one, or all"],
  ["$upstream_status", "What each try came to; a hidden retry shows as “502, 200”"],
  ["$upstream_connect_time", "“-” means that no connection was made: refused, unreachable, no such name"],
  ["$upstream_header_time", "“-” means that nginx made the 502; a number means that it was passed through"],
  ["$upstream_response_time", "A timer at work: all failures after the same number of seconds"],
  ["$upstream_bytes_received", "0: hung up before a byte; a full buffer: the header was too big"],
  ["$request_time", "How long the client waited; separates a 499 from a fault"],
  ["$host", "One site out of many behind the same proxy"],
  ["$request_id", "The same request in the application’s log, where you pass it on"],
  ["error_log … error", "The reason in words, with the system’s error number. Level crit hides most of them"],
] as const;

/** The nginx directives worth switching on, and what each would prove. */
export function LogFields() {
  return (
    <>
      <CodeBlock label="nginx log format" code={LOG_FORMAT} />
      <TableRegion label="Fields and what they prove" className="border-line bg-surface rounded-lg border">
        <Table className="min-w-[520px]">
          <thead>
            <tr>
              <Th>Field</Th>
              <Th>What it proves</Th>
            </tr>
          </thead>
          <tbody>
            {FIELDS.map(([field, proves]) => (
              <Tr key={field}>
                <Td mono className="text-ink whitespace-nowrap">
                  {field}
                </Td>
                <Td className="w-full">{proves}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableRegion>
    </>
  );
}
