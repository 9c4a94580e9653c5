import type { FormatDefinition } from "@/core/formats/format-definition";
import { openW3c } from "@/core/formats/w3c/open-w3c";
import { REAL_TIME_FIELDS, realTimeTemplate } from "./cloudfront-fields";
import { CLOUDFRONT_REASONS } from "./cloudfront-reasons";

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html */
export const cloudfrontRealtime: FormatDefinition = {
  id: "cloudfront-realtime",
  title: "Amazon CloudFront, real-time log",
  product: "Amazon CloudFront",
  isCdn: true,
  role: "access",
  kind: "template",
  docs: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html",
  template: null,
  looksLike: /^\d{10}(?:\.\d{1,3})?\t[0-9A-Fa-f:.]{3,45}\t[0-9A-Fa-f:.]{3,45}\t\d+\.\d+\t\d{3}\t/,
  templateIn: realTimeTemplate,
  precedence: 112,
  signatures: CLOUDFRONT_REASONS,
  samples: [
    {
      line: "1772404587.186\t192.0.2.39\t203.0.113.5\t10.002\t504\t900\tGET\thttps\twww.example.com\t/slow\t120\tSEA19-C1\tk6WGMNkEzR5BEM==\twww.example.com\t10.003\tHTTP/2.0\tIPv4\tcurl/8.5.0\t-\t-\ta=1\tError\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tError\t-\t-\ttext/html\t507\t-\t-\t11040\tOriginCommError\tUS\t-\t-\t*\t-\t-\t0\t-\t-\t64496",
      event: {
        atMs: Date.UTC(2026, 2, 1, 22, 36, 27, 186),
        status: 504,
        path: "/slow?a=1",
        host: "www.example.com",
        requestMs: 10003,
        flags: "OriginCommError",
        userAgent: "curl/8.5.0",
        upstreams: [],
        server: "SEA19-C1",
      },
    },
    {
      line: "1772404587.186\t192.0.2.39\t200\t/a\t0.250\t0.300\tOriginError",
      choice: {
        template: "#Fields: timestamp c-ip sc-status cs-uri-stem origin-fbl origin-lbl x-edge-detailed-result-type",
      },
      event: {
        status: 200,
        upstreams: [
          {
            addr: null,
            status: null,
            connectMs: null,
            headerMs: 250,
            responseMs: 300,
            receivedBytes: null,
            sentBytes: null,
          },
        ],
      },
    },
  ],
  canTell: [
    "by x-edge-detailed-result-type, why CloudFront could not get an answer",
    "when the origin's first and last byte came",
  ],
  cannotTell: ["which origin was asked, unless r-host is logged", "how long connecting took"],
  improve: "Log all fields in their default order, or give the chosen ones: --log-format '#Fields: timestamp c-ip …'.",
  open: (choice, options) => openW3c(choice, REAL_TIME_FIELDS, options),
};
