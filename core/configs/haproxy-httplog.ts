/** What `option httplog` writes, as a log-format string. Source: https://docs.haproxy.org/3.2/configuration.html#8.2.3 */
export const HAPROXY_HTTPLOG =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";
