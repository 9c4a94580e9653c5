import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";

const openssl = (...words) => execFileSync("openssl", words, { stdio: "ignore" });

/** openssl's way to write a moment: YYMMDDhhmmssZ. */
function stamp(days) {
  const at = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${at.slice(2, 4)}${at.slice(5, 7)}${at.slice(8, 10)}${at.slice(11, 13)}${at.slice(14, 16)}${at.slice(17, 19)}Z`;
}

/**
 * Makes `dir` with `ca.pem`, `key.pem` and `cert.pem` for `name`, valid until `days` from now (negative: expired).
 * With `caDir` the authority of that folder signs.
 */
export function makeCertificate(dir, name, days, caDir = null) {
  mkdirSync(dir, { recursive: true });
  const ca = caDir ?? dir;
  if (caDir === null)
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "30",
      "-subj",
      "/CN=Lab CA",
      "-keyout",
      `${dir}/ca-key.pem`,
      "-out",
      `${dir}/ca.pem`,
    );
  else copyFileSync(`${caDir}/ca.pem`, `${dir}/ca.pem`);
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    `${dir}/key.pem`,
    "-out",
    `${dir}/request.pem`,
  );
  writeFileSync(`${dir}/index.txt`, "");
  writeFileSync(`${dir}/serial`, "01\n");
  writeFileSync(
    `${dir}/ca.conf`,
    `[ca]\ndefault_ca=lab\n[lab]\ndatabase=${dir}/index.txt\nserial=${dir}/serial\nnew_certs_dir=${dir}\ndefault_md=sha256\npolicy=any\nx509_extensions=leaf\n[any]\ncommonName=supplied\n[leaf]\nsubjectAltName=DNS:${name}\n`,
  );
  openssl(
    "ca",
    "-batch",
    "-config",
    `${dir}/ca.conf`,
    "-cert",
    `${ca}/ca.pem`,
    "-keyfile",
    `${ca}/ca-key.pem`,
    "-startdate",
    stamp(-60),
    "-enddate",
    stamp(days),
    "-in",
    `${dir}/request.pem`,
    "-out",
    `${dir}/cert.pem`,
  );
}
