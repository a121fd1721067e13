import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

const BLOCK_BYTES = 512;
const REGULAR_FILE = new Set(["0", "\0"]);

/**
 * Writes the wanted regular files of a gzipped tar archive below `folder`, with their executable bit.
 * A tar of its own, since bare machines may lack the program.
 *
 * @param {Buffer} archive the `.tgz`
 * @param {string} folder where to write
 * @param {(name: string) => boolean} wanted which entries to write
 */
export function unpack(archive, folder, wanted) {
  const tar = gunzipSync(archive);
  for (let at = 0; at + BLOCK_BYTES <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    const name = [text(header, 345, 155), text(header, 0, 100)].filter(Boolean).join("/");
    const bytes = octal(header, 124, 12);
    const body = at + BLOCK_BYTES;
    if (REGULAR_FILE.has(String.fromCharCode(header[156])) && wanted(name)) {
      write(path.join(folder, name), tar.subarray(body, body + bytes), octal(header, 100, 8));
    }
    at = body + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
}

function write(file, content, mode) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content, { mode: mode & 0o111 ? 0o755 : 0o644 });
}

function text(header, from, bytes) {
  return header.toString("utf8", from, from + bytes).replace(/\0.*$/s, "");
}

function octal(header, from, bytes) {
  return Number.parseInt(text(header, from, bytes).trim() || "0", 8);
}
