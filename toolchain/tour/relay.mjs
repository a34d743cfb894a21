// A relay of the tour: the real one, with the samples in a folder of its own, and somebody who owns it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PATIENCE_MS = 20_000;
const OWNER = { login: "ada", name: "Ada Lovelace", password: "analytical engine" };

export async function startRelay({ program, page, accounts }) {
  const folder = mkdtempSync(join(tmpdir(), "ashboard-tour-"));
  const flags = ["serve", "--listen", "127.0.0.1:0", "--data-dir", folder, "--page", page];
  const relay = spawn(program, accounts ? [...flags, "--set", "accounts.required=true"] : flags, { stdio: ["ignore", "pipe", "ignore"] });
  const stop = () => {
    relay.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  const lines = createInterface(relay.stdout);
  const said = (pattern) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("the relay does not say where it is")), PATIENCE_MS);
      lines.on("line", (line) => {
        const found = line.match(pattern);
        if (found) resolve((clearTimeout(timer), found[1]));
      });
    });
  const [origin, first] = await Promise.all([said(/Ashboard is at (\S+)/), accounts && said(/#first=(\w+)/)]);
  return { origin, first, stop, kill: () => relay.kill("SIGKILL") };
}

// Makes the first owner, who is signed in with this browser from then on.
export async function becomeOwner(relay, request) {
  const answer = await request.post(`${relay.origin}/api/v1/first-owner`, {
    headers: { origin: relay.origin, "x-ashboard": "1" },
    data: { secret: relay.first, ...OWNER },
  });
  if (!answer.ok()) throw new Error(`the first owner could not be made: ${await answer.text()}`);
}

// What the browser of somebody with an account keeps who has signed in.
export async function signIn(relay, context, { login, password }) {
  const answer = await context.request.post(`${relay.origin}/api/v1/sign-in`, {
    headers: { origin: relay.origin, "x-ashboard": "1" },
    data: { login, password },
  });
  if (!answer.ok()) throw new Error(`${login} cannot sign in: ${await answer.text()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}
