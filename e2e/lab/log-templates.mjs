/** The access formats that scenarios are recorded in: from "tells nothing" to "tells everything". */
const combined =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

export const TEMPLATES = {
  combined: { escape: "default", template: combined },
  keyValue: {
    escape: "default",
    template: `${combined} host=$host upstream_addr=$upstream_addr upstream_status=$upstream_status request_time=$request_time upstream_connect_time=$upstream_connect_time upstream_response_time=$upstream_response_time`,
  },
  short: {
    escape: "default",
    template: `${combined} rt=$request_time uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time" ua="$upstream_addr" us="$upstream_status"`,
  },
  positional: {
    escape: "default",
    template: `$host ${combined} $request_time "$upstream_addr" "$upstream_status" "$upstream_response_time"`,
  },
  json: {
    escape: "json",
    template:
      '{"time":"$time_iso8601","remote_addr":"$remote_addr","host":"$host","method":"$request_method","uri":"$request_uri","protocol":"$server_protocol","status":$status,"bytes":$body_bytes_sent,"referer":"$http_referer","user_agent":"$http_user_agent","request_time":$request_time,"upstream_addr":"$upstream_addr","upstream_status":"$upstream_status","upstream_response_time":"$upstream_response_time","upstream_connect_time":"$upstream_connect_time","upstream_header_time":"$upstream_header_time"}',
  },
  ingress: {
    escape: "default",
    template: `${combined} $request_length $request_time [shop-web-80] [] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $request_id`,
  },
  diag: {
    escape: "default",
    template: `${combined} msec=$msec pid=$pid conn=$connection creq=$connection_requests rid=$request_id host="$host" rlen=$request_length rt=$request_time uaddr="$upstream_addr" ustatus="$upstream_status" uct="$upstream_connect_time" uht="$upstream_header_time" urt="$upstream_response_time" ubs="$upstream_bytes_sent" ubr="$upstream_bytes_received" cache=$upstream_cache_status xff="$http_x_forwarded_for"`,
  },
  isoFirst: {
    escape: "default",
    template:
      '$time_iso8601 $remote_addr $host "$request" $status $body_bytes_sent $upstream_addr $upstream_status $request_time $upstream_response_time "$http_user_agent"',
  },
  upstreamFirst: {
    escape: "default",
    template:
      '$remote_addr [$time_local] $upstream_status $upstream_addr "$request" $status $upstream_response_time/$request_time $body_bytes_sent $host "$http_user_agent"',
  },
  ltsv: {
    escape: "default",
    template:
      "time:$time_iso8601\thost:$remote_addr\tvhost:$host\treq:$request\tstatus:$status\tsize:$body_bytes_sent\tua:$http_user_agent\treqtime:$request_time\tapptime:$upstream_response_time\tbackend:$upstream_addr\tbackend_status:$upstream_status",
  },
};
