// split.mjs: takes the linked program of the page apart, as Trunk's last step of a release build, in TRUNK_STAGING_DIR.
// What the first chart needs stays in the program; every chunk that `later` marks becomes a file that loads when it is
// wanted. Only before wasm-bindgen the linker's relocations are still there, so the program that Trunk made is made
// anew: wasm-split-cli, wasm-bindgen, wasm-opt, and names that carry one hash of it all.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shorten } from "./shorten.mjs";

const OPTIMIZE = [
  "-Oz",
  "-Oz", // once more: 0.4 % smaller
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-reference-types",
  "--enable-multivalue",
  "--reorder-functions-by-name", // alike functions side by side compress better
  "--strip-producers",
  "--strip-target-features",
];

const { TRUNK_STAGING_DIR: staging, TRUNK_PROFILE: profile, CARGO_TARGET_DIR: target = "target" } = process.env;
if (profile !== "release") process.exit();
const run = (program, ...args) => {
  try {
    execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  } catch (error) {
    stop(error.code === "ENOENT" ? `${program} is not there: toolchain/setup.sh installs it, with-tools.sh finds it` : error.message);
  }
};

const work = mkdtempSync(join(tmpdir(), "ashboard-page-"));
try {
  const linked = join(target, "wasm32-unknown-unknown/page/client.wasm");
  run("wasm-split-cli", linked, work, "--target", "web", "--out-name", "client");
  const options = ["--target", "web", "--no-typescript", "--keep-lld-exports"]; // the chunks import the function table
  run("wasm-bindgen", ...options, "--out-dir", work, "--out-name", "client", join(work, "client.wasm"));
  rmSync(join(work, "client.wasm"));
  for (const module of filesOf(work, ".wasm")) run("wasm-opt", ...OPTIMIZE, join(work, module), "-o", join(work, module));
  const [program, script] = ["client_bg.wasm", "client.js"].map((file) => join(work, file));
  const short = shorten(readFileSync(program), readFileSync(script, "utf8"));
  [program, script].forEach((file, index) => writeFileSync(file, short[index]));
  place(work, staging);
} finally {
  rmSync(work, { recursive: true });
}

function filesOf(folder, end) {
  return readdirSync(folder).filter((name) => name.endsWith(end)).sort();
}

// Puts the files where Trunk's own program stands, under names with a hash of all of them: they belong together.
function place(work, staging) {
  const page = join(staging, "index.html");
  const html = readFileSync(page, "utf8");
  const hash = createHash("sha256");
  const files = [...filesOf(work, ".js"), ...filesOf(work, ".wasm")];
  for (const file of files) hash.update(file).update(readFileSync(join(work, file)));
  const digest = hash.digest("hex").slice(0, 16);
  const names = new Map(files.map((file) => [file, nameOf(file, digest)]));
  // What a wasm module calls its imports stays as it is.
  const renamed = (text) => text.replace(/(from |URL\()"\.\/([^"]+)"/g, (_, before, file) => `${before}"./${names.get(file) ?? file}"`);

  const [, made] = html.match(/href="\/(client-[0-9a-f]+)\.js"/) ?? stop("index.html names no program");
  rmSync(join(staging, `${made}.js`));
  rmSync(join(staging, `${made}_bg.wasm`));
  for (const [file, name] of names) {
    const bytes = readFileSync(join(work, file));
    writeFileSync(join(staging, name), file.endsWith(".js") ? renamed(bytes.toString("utf8")) : bytes);
  }
  writeFileSync(page, programFirst(html.replaceAll(made, `client-${digest}`)));
}

// The program is most of what the first chart waits for, so a browser asks for it before anything else; Trunk names it last.
function programFirst(html) {
  const [links] = html.match(/\s*<link id="program-js"[^>]*>\s*<link id="program-wasm"[^>]*>/) ?? stop("index.html names no program");
  const [script, program] = links.match(/<link[^>]*>/g);
  return html.replace(links, "").replace(/<meta charset[^>]*>/, (charset) => `${charset}\n    ${program}\n    ${script}`);
}

// client.js, client_bg.wasm; later.js, which fetches chunks; later_NAME.wasm, the chunks, and later_NUMBER.wasm, what some of
// them share.
function nameOf(file, digest) {
  const [, stem, rest] = file.match(/^(client|__wasm_split|split|chunk)(.*)$/) ?? stop(`what is ${file}?`);
  return `${stem === "client" ? "client" : "later"}-${digest}${rest}`;
}

function stop(words) {
  throw new Error(`split: ${words}`);
}
