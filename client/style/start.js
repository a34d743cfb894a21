// Starts the program: a module of its own, because the page's policy allows no inline script.
// Trunk writes the two links; their names carry hashes that this file does not know.
const address = (id) => document.getElementById(id).href;

try {
  const program = await import(address("program-js"));
  await program.default({ module_or_path: address("program-wasm") });
} catch (error) {
  document.getElementById("start-failed").hidden = false;
  throw error;
}
