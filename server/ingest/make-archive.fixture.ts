import { crc32, deflateRawSync } from "node:zlib";
import { packTar, type TarHeader } from "modern-tar";

/** A tar archive as bytes. */
export async function makeTar(
  entries: (Partial<TarHeader> & { name: string; data?: string | Buffer })[],
): Promise<Buffer> {
  const packed = await packTar(
    entries.map(({ data = "", ...header }) => {
      const body = Buffer.from(data);
      return { header: { size: body.length, type: "file" as const, ...header }, body: new Uint8Array(body) };
    }),
  );
  return Buffer.from(packed);
}

export interface ZipEntry {
  name: string;
  data?: string | Buffer;
  /** Unix mode; a regular file unless told otherwise. */
  mode?: number;
  encrypted?: boolean;
  /** 0 = stored, 8 = deflate (as it is by default), anything else is what nobody unpacks. */
  method?: number;
}

/** A zip archive as bytes, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, data = "", mode = 0o100644, encrypted = false, method = 8 } of entries) {
    const plain = Buffer.from(data);
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, nameBytes, packed]);
    const central = Buffer.alloc(46);
    central.write("PK\u0001\u0002");
    central.writeUInt16LE((3 << 8) | 20, 4);
    common.copy(central, 6);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    locals.push(local);
    centrals.push(central, nameBytes);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
