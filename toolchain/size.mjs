// `make size`: the brotli bytes of every file that the page loads up to its first chart, against the budget.
// Writes target/bench/size.json; ends with an error when the budget is exceeded.
import { brotliCompressSync, constants } from "node:zlib";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BUDGET_BYTES = 350_000;
const folder = "dist";

const brotliBytes = (path) =>
  brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !/\.(br|gz)$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => ({ path, bytes: brotliBytes(path) }))
  .sort((left, right) => right.bytes - left.bytes);
const total = files.reduce((sum, file) => sum + file.bytes, 0);

for (const { path, bytes } of files) console.log(`${String(bytes).padStart(9)}  ${path}`);
console.log(`${String(total).padStart(9)}  in all, budget ${BUDGET_BYTES} (brotli 11)`);

mkdirSync("target/bench", { recursive: true });
const row = { id: "S1", what: "brotli bytes of everything up to the first chart", unit: "bytes", ours: total, peers: {}, bound: BUDGET_BYTES, files };
writeFileSync("target/bench/size.json", JSON.stringify({ rows: [row] }, null, 2) + "\n");
if (total > BUDGET_BYTES) {
  console.error(`size: ${total - BUDGET_BYTES} bytes over the budget`);
  process.exit(1);
}
