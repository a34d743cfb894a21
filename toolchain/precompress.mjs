// precompress.mjs FOLDER: tells the service worker which files make the page, then writes NAME.br and NAME.gz beside
// every file worth compressing, once, at build time, so that the relay sends small files without compressing anything
// while it serves.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
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
nameShell(files.filter((file) => !/\.(br|gz)$/.test(file) && !/(^|\/)\./.test(relative(folder, file))));
for (const file of files.filter((file) => WORTH_IT.test(file))) {
  const bytes = readFileSync(file);
  if (bytes.length < SMALLEST_BYTES) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = brotliCompressSync(bytes, { params });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  console.log(`precompress: ${file}  ${bytes.length} -> ${brotli.length} bytes (br)`);
}

// Writes into the service worker which files it keeps, and a version that is another when any of them is.
function nameShell(files) {
  const worker = join(folder, "sw.js");
  const foreign = join(folder, "embed.js"); // only pages of others load it
  const shell = files.filter((file) => file !== worker && file !== foreign).sort();
  const hash = createHash("sha256");
  for (const file of shell) hash.update(file).update(readFileSync(file));
  const version = hash.digest("hex").slice(0, 16);
  const paths = shell.map((file) => `/${relative(folder, file)}`.replace(/^\/index\.html$/, "/"));
  const source = readFileSync(worker, "utf8");
  const named = source
    .replace(/^const SHELL = .*;$/m, `const SHELL = ${JSON.stringify(paths)};`)
    .replace(/^const VERSION = .*;$/m, `const VERSION = "${version}";`);
  writeFileSync(worker, named);
  console.log(`precompress: ${worker} keeps ${paths.length} files as version ${version}`);
}
