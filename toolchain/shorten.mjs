// shorten.mjs: what a program and its script call each other by. wasm-bindgen ends such names with a hash, sixteen digits
// that no compression takes away, in both files; nobody reads them there. They become short ones, and the script loses
// its comments and indents. That is 10 KB of what the first chart waits for. It knows the format of wasm only as far as
// these names.

const HASHED = /[0-9a-f]{16}/;
const [IMPORTS, EXPORTS, CUSTOM] = [2, 7, 0];
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];
const HEADER_BYTES = 8;

/** A program and its script, which call each other by short names. */
export function shorten(program, script) {
  const names = new Map();
  const short = (name) => {
    if (!HASHED.test(name)) return name;
    if (!names.has(name)) names.set(name, `$${names.size.toString(36)}`);
    return names.get(name);
  };
  const sections = sectionsOf(program).map(({ id, body }) => ({ id, body: renamed(id, body, short) }));
  const parts = sections.flatMap(({ id, body }) => [Buffer.from([id]), number(body.length), body]);
  const called = script.replace(/[A-Za-z_$][\w$]*/g, (name) => names.get(name) ?? name);
  return [Buffer.concat([program.subarray(0, HEADER_BYTES), ...parts]), bare(called)];
}

// Nothing in the script spans lines but comments.
function bare(script) {
  const uncommented = script.replace(/^\s*\/\*\*[^]*?\*\/\n/gm, "").replace(/^\s*\/\/.*\n/gm, "");
  return uncommented.replace(/^ +/gm, "").replace(/\n+/g, "\n");
}

function sectionsOf(program) {
  const sections = [];
  for (let at = HEADER_BYTES; at < program.length; ) {
    const [length, start] = numberAt(program, at + 1);
    sections.push({ id: program[at], body: program.subarray(start, start + length) });
    at = start + length;
  }
  return sections.filter(({ id }) => id !== CUSTOM); // who made it, and from what
}

function renamed(id, body, short) {
  if (id !== IMPORTS && id !== EXPORTS) return body;
  const [count, start] = numberAt(body, 0);
  const parts = [number(count)];
  let at = start;
  for (let entry = 0; entry < count; entry += 1) {
    for (let name = 0; name < (id === IMPORTS ? 2 : 1); name += 1) {
      const [length, text] = numberAt(body, at);
      at = text + length;
      const bytes = Buffer.from(short(body.toString("utf8", text, at)));
      parts.push(number(bytes.length), bytes);
    }
    const end = id === IMPORTS ? endOfImport(body, at) : numberAt(body, at + 1)[1];
    parts.push(body.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

// Where the description of an import ends, which begins with its kind.
function endOfImport(body, at) {
  const limits = (from) => {
    const [, least] = numberAt(body, from + 1);
    return body[from] & 1 ? numberAt(body, least)[1] : least;
  };
  switch (body[at]) {
    case FUNCTION:
      return numberAt(body, at + 1)[1];
    case TABLE:
      return limits(at + 2);
    case MEMORY:
      return limits(at + 1);
    case GLOBAL:
      return at + 3;
    case TAG:
      return numberAt(body, at + 2)[1];
    default:
      throw new Error(`shorten: an import of kind ${body[at]}`);
  }
}

// A number in LEB128 and where it ends.
function numberAt(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value += (bytes[at] & 0x7f) * 2 ** shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

function number(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
