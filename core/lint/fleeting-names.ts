/**
 * Names whose addresses their owners change at will, with a time to live of a minute or so, and whose machines serve many sites. Sources:
 * the makers' pages on their DNS names, such as https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
const FLEETING =
  /\.(?:elb\.amazonaws\.com|elb\.[a-z0-9-]+\.amazonaws\.com|cloudfront\.net|herokuapp\.com|herokudns\.com|azurewebsites\.net|azurefd\.net|trafficmanager\.net|cloudapp\.net|run\.app|appspot\.com|vercel\.app|netlify\.app|pages\.dev|workers\.dev|github\.io|fastly\.net|onrender\.com|fly\.dev|execute-api\.[a-z0-9-]+\.amazonaws\.com)$/i;

export function isFleeting(host: string): boolean {
  return FLEETING.test(host);
}

/** Hosts that refuse a TLS handshake without SNI, having no certificate for nameless ones. */
const NAMED_ONLY = /\.(?:cloudfront\.net|vercel\.app|workers\.dev|pages\.dev|fly\.dev|onrender\.com|azurefd\.net)$/i;

export function needsSni(host: string): boolean {
  return NAMED_ONLY.test(host);
}
