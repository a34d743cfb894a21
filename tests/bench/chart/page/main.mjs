// Runs the workloads that the address asks for and tells the server what came out, line by line.
import init from "/own/bench_chart.js";
import { cold, look, many, stream } from "./workloads.mjs";

const WORKLOADS = { R1: cold, R4: look, R2: stream, R3: many };
const asked = new URLSearchParams(location.search);
const post = (path, body) => fetch(path, { method: "POST", body: JSON.stringify(body) });

try {
  await init();
  const rows = [];
  for (const id of asked.get("only").split(",").filter(Boolean)) {
    const tell = (text) => post("/tell", `${id}: ${text}`);
    tell("running …");
    rows.push(...(await WORKLOADS[id]({ count: Number(asked.get("rounds")), tell })));
  }
  await post("/end", { rows });
} catch (error) {
  await post("/end", { failure: String(error.stack ?? error) });
}
