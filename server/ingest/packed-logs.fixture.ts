/** Small files packed by the formats' own programs, zstd 1.5, bzip2 1.0 and xz 5.4, as base64. */

/** Lines of nginx's combined format, one every second; every fiftieth request failed. */
export function combinedLog(lines: number, from = 0): string {
  const two = (value: number) => String(value % 60).padStart(2, "0");
  return Array.from({ length: lines }, (_, index) => {
    const at = index + from;
    const time = `11/Jun/2025:11:${two(Math.floor(at / 60))}:${two(at)} +0000`;
    return `198.51.100.${at % 250} - - [${time}] "GET /item/${at} HTTP/1.1" ${at % 50 === 0 ? 502 : 200} 157 "-" "agent"\n`;
  }).join("");
}

export const PACKED = {
  /** `combinedLog(120)`. */
  log: {
    zstd: [
      "KLUv/QRo1RIA5uxeGmBNqjndP5U3GL/3VfC7u7u3TLKG2L6GDUsEagBUAFUA98uy7H23bXZdNU30PLMschxxb/+fH/7uzKyqiGhmRCQi2pL9AS",
      "hIiNDAAQMFg4IABUPNhnIMCi98QJAggQEDDxAaSHhwMCQgUEDBsIAkAxjIAeSAHzBlDxEmHDi8AoMAgwADF8gXngW7AzU0RDMzMzIiExMxnXae",
      "Hw6Hc3InJmZSUiUkRDIyIyIiEhIhlVaWFwqFcnEXFmZRURUURDExExIiERERjTaODwaDcb2r1azVqlKJOp2pVKTRiLZtA/f98Ri8szszM7OyKi",
      "MjsrEZExOxsAirtba90Vja1V1ZmVVVVVER1dRMSYlUVES12rq+WJx1dEdGZlRURURENDRDQiIUFEGllqYnEjlg0s3d2JhNTQX3d29v9vVVT0/0",
      "8zMvL/LxEd9v///nc/jH77hxM168ihMn4sNnuHARHjyCl7d8fhDyg/C7u7Mzu7qqoyO6uZmTE7m4iOu1AYFnqBGA2W3/37ErI4XlEvgEgScVJA",
      "QQaEiERFh/7776P/0f+9n8Zj+Z/+63/plSfj59y9bzY9lbsi4/NxP83E/3lCPlH4X+RnVJ3iFubzrqg+smefvLxXCDq9d/ceqL5i39/OMoyPml",
      "b13x2LXGP/1wNrj1+hdPfWi+pc+/jPdCb2445KvLp4xmXJ4zbnzfBnh9Xmf1D86b5PU3F1kLCzi/9KsrXrbW+E8fzkauXv/GqQ+dt/T5j6OA65",
      "e+esVjaxv/NJ5eZvqtNJue5NvNTvXx9pbwQrZVkXGAtAoxBdLJ",
    ].join(""),
    bzip2: [
      "QlpoOTFBWSZTWXSQsS0ADD7fgEAQUAv/8ALQRAoiowYAUASegEHeZgMBghIHn6qpP1QAZAAMZMTTCaYmAmmAaT9Sp+keTKqDCZAAIfqppCqf+y",
      "qiYAAAClSp/qmlPaSep+ogNHpDTToKuQq4FX6FXgKs8dNfHt8uPLfz+fTfABVVVVVUaAOBqBuGwNgbhqBwNAFGAC0AAAAAAAAAAAAAAAAAAAAA",
      "B3RETM+sREzPVyxGMRMzOMRExOYiJmd5ztnOc5zyYAKqqqqqjQBwNQNw2Bsu72u7vWwcDQBRgAtAAXOYiJmf2IiZnERFXUVeYSnYVbMFWmhVoD",
      "mKtEvZ3FWgf4VaUmwq+Aq2irw7duOMzbbbb75mc+fl5dvPrvqStN99+nTp0/G/XQVejx8ZK1FWCr0FXJVY0qtbWthVjwaaaaaaaaaaaabMmZuE",
      "Rfh4iIx3fe8zMqdaWVVVVVXEkzNKUTM9xETM3ERMz6I3rbWkxEzIAAKjVRX4iImZrQAAG4mJmdbiqiqisZjMZjOBVycuTljMZjMZjMZ+RVxhVr",
      "RVpK7b5nHG23LbbbpmZz58cccdd9Gm91VVVViufgyZM2kkzM6cEAgEAgxJMzOncQCAQVWZ1kQ8RHTu+95mZU60pnlVVVVq+xAIBAIBAIBAIBB3",
      "3znLiCIjp3fe7u7qdaUzPKqqq1fQgEAgEAgEAgEAg775zni41ER07vvd3d1OtKZmeVVVaveM6d9JJmYWgQCAQCC0kzM6dxAILSTM3Obe/HjFER",
      "07vveZmVOtKZnnMu7zYAAHcREzPi7ve8jrrryqrvvMzL4RznOc5l3lAAAeeXd73nTrrzdV33mZl8I5znOc5lzETM5oAADzy7ve866115vdd95m",
      "ZfIyqq7u7u8wAAORETM61dTEzJMTMgBAIHkREzOtAAAAAAAAAQAAAAAAa7ir7CrgVcxV6CruKtCr1FXIVeoq5iruKvYVf0Vbir2FXuKtCr9ir3",
      "FXuKv+LuSKcKEg6SFiWg==",
    ].join(""),
    xz: [
      "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cq7AkVdABiOQ1sm9txZmt7VN0aS3bAVSmMx8LO9mciXXTP+a/QZwXdA+bpPAGnxtTSbOXQ/noXxiF",
      "x7wxH0AKM9Qo/0U3KMJNQfU79CcwEmw//99s/KuTkK61iqCcEOuz67GqzCi6u2FlYewIdCNS4eFIrZDIYXZDWJR9/2WnN9YY6c2Ch02dSs54gO",
      "TRWJIbC+7KG5VnOXF8XzVgBPWWhvzpO9jlsMvyydeVSx5M8hI/yuEZkiwF7gDAbq5NKSoR03+zksu766Gs050TZX6k8v/VRVgEs7/cA3BcRr4w",
      "pmaiXIamJ8J2s83yPWVaFarEFfB/oP/SSJeuApMuNErspR7qrle9ijVpdB3aN0OlgD7gAZm+bcJPhSVnlIhLPQ1jl0XWYpYr1iwmvVjXhHqu6d",
      "ZlsYvSH/65757gEEdMqcforrw3vEsyGWsR8x6RvyzIq246gpAlnFl1knP7vCSnxM2Pm/1Yp5ESTbgU5P9nlutQlAPWiIhnzOO+duWW8hlxtBPE",
      "FGSIFakOcDDruxPV266rJ8H7Ku0fhGdLOU9gq12fM4JERRE+gIPt6JOYDjgZGM+xRZ3fjQxtPTjwcS1/QB7ks9oOGJgYZFuO17Z4mfe+2BnlZY",
      "uOp6kdc6SvJTYa8DB/y+IUgiERH8xlWo38MLH7R3QOukUt1/xwl3toHkeI9SR5DH3OVjBFHd7L0vv5RTQz+2b3ccQI9ze5YD8vuF2nb3Rnufi1",
      "LzNc7BKbe0Ih8VlXudDmdsy5ivvnQa+IaGyJADo1MoMQwNAAAAAFKC4Z4MP5JoAAHhBLxVAABDpx7WscRn+wIAAAAABFla",
    ].join(""),
  },
  /** 4 MiB of zeros. */
  zeros: {
    zstd: [
      "KLUv/QRoTAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAA",
      "IAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAwAQACidvHw=",
    ].join(""),
    bzip2: "QlpoOTFBWSZTWVYC4ogAICBIAMAAAAQACCAAMMwFKaYCAbECAeLuSKcKEgrAXFEA",
    xz: [
      "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj//8RAWxdAABv/f//o7f/Rz5IFXI5YVG4kijmo4YH+e7kHoLTL8U6PAFLsX7JiopNL6MN2X+m44wjEV",
      "PgWRjFdYrid/i2lH8MasDedElk4ulcU7IE2PdEDKtfDW1G6eXDdoi3llestk3haR1v+0uIEGxCy4g/XACP0E6vJiiUcR89jyThcJ6nI1/sKMuF",
      "0ZWYin4qkfIndfcZwAaYTZj92K/VkA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWy",
      "BC+d1TPfgpZAk7gMsqbN+1O/DEvS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vuaMC5WwI+F84OBwGXEJVP49ZE2MQWlsO5vwXBNRwzR",
      "kRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvEgn5lif/xABKwDsc1On/b6ufDEan7",
      "eNMW5wnqcjX+woy4XRlZiKfiqR8id19xnABphNmP3Yr9WQD8QlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI",
      "+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ+AvN/5UoRg+p/Hze+5owLlbAj4Xzg4HAZcQlU/j1kT",
      "YxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQ",
      "Ew7/EJP4cXhZ+AvN/5UoRg+p/Hze+5owLlbAj4Xzg4HAZcQlUQ8/soAB3AAFAEHqpi0AAGtsRXzSCWHbAAHEBYCAgALTUy1YscRn+wIAAAAABF",
      "la",
    ].join(""),
  },
  /** The header, in tar, of a file of 128 MiB. */
  tarHeader: {
    zstd: [
      "KLUv/QRoBQIAlAJuZ2lueC96ZXJvcy5sb2cAMDY0NAAwMTAwNzI0ACAwAHVzdGFyADAwAAgAc0AdgEu2EwY3z7gbgEEBwMQEwKoRhW4=",
    ].join(""),
    bzip2: [
      "QlpoOTFBWSZTWYSji2MAACLbgMqAQAH1gCAAYqWeUAgAIABUUTI0xMQw0epoMUmagND1BpoD3CAONFJlazFALrzCIMUCHgM0VYH1ydpId+gUqY",
      "0Q04yPw/di7kinChIQlHFsYA==",
    ].join(""),
    xz: [
      "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AH/ADpdADcZyXKIrqjyzjQcfI/G2Sg0iHbyZVhLV95wtVLoY9s+sr8jyBbpU4pI4oIGPD9m5prC8l",
      "FlvZ1S4gAAAAAzGoFwh1rxawABVoAEAAAA8hgGJ7HEZ/sCAAAAAARZWg==",
    ].join(""),
  },
  /** Intact, but beyond what is unpacked here: a window of 2 GiB, a SHA-256 checksum, a filter for program code. */
  unsupported: {
    window: "KLUv/QSoEQAAYQpVyMwe",
    checksum: [
      "/Td6WFoAAArh+wyhAgAhARYAAAB0L+WjAQABYQoAAACHQo/FIoA9MQZee8488D/kdQlmMeXge716D95gxM8lxwABMgJ2gPgjGJtLmgEAAAAACl",
      "la",
    ].join(""),
    filter: "/Td6WFoAAATm1rRGAgEEACEBFgANhjUfAQABYQoAAAATRz+4k51F1AABGgLcLqV+H7bzfQEAAAAABFla",
  },
};

export function packed(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}
