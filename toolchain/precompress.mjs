// precompress.mjs FOLDER: writes NAME.br and NAME.gz beside every file worth compressing, once, at build time,
// so that the relay sends small files without compressing anything while it serves.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SMALLEST_BYTES = 1024; // below it, the headers weigh more than what is saved
const WORTH_IT = /\.(html|js|css|wasm|svg|json|txt|webmanifest)$/;

const folder = process.argv[2];
if (!folder) {
  console.error("precompress: please name the folder, such as dist");
  process.exit(2);
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

for (const stale of files.filter((file) => /\.(br|gz)$/.test(file))) rmSync(stale);
for (const file of files.filter((file) => WORTH_IT.test(file))) {
  const bytes = readFileSync(file);
  if (bytes.length < SMALLEST_BYTES) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = brotliCompressSync(bytes, { params });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  console.log(`precompress: ${file}  ${bytes.length} -> ${brotli.length} bytes (br)`);
}
