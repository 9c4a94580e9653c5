import type { FormatDefinition } from "@/core/formats/format-definition";
import { openW3c } from "@/core/formats/w3c/open-w3c";
import { STANDARD_FIELDS, standardTemplate } from "./cloudfront-fields";
import { CLOUDFRONT_REASONS } from "./cloudfront-reasons";

const LINE =
  "2026-03-01\t22:36:27\tSEA19-C1\t900\t192.0.2.39\tGET\td111111abcdef8.cloudfront.net\t/favicon.ico\t502\thttp://www.example.com/\tMozilla/5.0%20(X11;%20Linux%20x86_64)\tv=1\t-\tError\t1pkpNfBQ39sYMnjjUQjmH2w1wdJnbHYTbag21o==\twww.example.com\thttp\t675\t0.102\t-\t-\t-\tError\tHTTP/1.1\t-\t-\t25260\t0.102\tOriginDnsError\ttext/html\t507\t-\t-";

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html */
export const cloudfront: FormatDefinition = {
  id: "cloudfront",
  title: "Amazon CloudFront, standard log",
  product: "Amazon CloudFront",
  isCdn: true,
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html",
  template: null,
  looksLike:
    /^#Fields:.*\bx-edge-(?:location|result-type|request-id)|^\d{4}-\d{2}-\d{2}\t\d{2}:\d{2}:\d{2}\t[A-Z]{3}\d/,
  templateIn: standardTemplate,
  precedence: 112,
  signatures: CLOUDFRONT_REASONS,
  samples: [
    {
      line: LINE,
      event: {
        atMs: Date.UTC(2026, 2, 1, 22, 36, 27),
        status: 502,
        method: "GET",
        path: "/favicon.ico?v=1",
        protocol: "HTTP/1.1",
        host: "www.example.com",
        clientIp: "192.0.2.39",
        bodyBytes: 900,
        requestBytes: 675,
        requestMs: 102,
        referer: "http://www.example.com/",
        userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
        flags: "OriginDnsError",
        requestId: "1pkpNfBQ39sYMnjjUQjmH2w1wdJnbHYTbag21o==",
        server: "SEA19-C1",
        upstreams: [],
      },
    },
    {
      line: "2014-05-23\t01:13:11\tFRA2\t182\t2001:db8::7\tGET\td111111abcdef8.cloudfront.net\t/view\t000\t-\tMozilla/5.0%2520(Windows;%2520U)\t-\t-\tMiss\tMRVMF7Kydi==",
      choice: { template: STANDARD_FIELDS.split(" ").slice(0, 16).join(" ") },
      event: { status: null, clientIp: "2001:db8::7", userAgent: "Mozilla/5.0 (Windows; U)", flags: "Miss" },
    },
  ],
  canTell: [
    "by x-edge-detailed-result-type, why CloudFront could not get an answer",
    "which edge location, and how long it took",
  ],
  cannotTell: ["which origin of several was asked", "how long connecting and waiting took"],
  improve:
    "Switch real-time logs on for errors: they add origin-fbl and origin-lbl, the times of the origin's first and last byte.",
  open: (choice, options) => openW3c(choice, STANDARD_FIELDS, options),
};
