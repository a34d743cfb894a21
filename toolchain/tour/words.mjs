// What the page says in another language, read from its catalogues: the tour presses what a person would press there.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "client/src/locale";
const LANGUAGES = ["en", "de", "fr", "es", "ar", "he", "ja"]; // the order of a line of `words!`
const CATALOGUES = { de: "german", fr: "french", es: "spanish", ar: "arabic", he: "hebrew", ja: "japanese" };
const TEXT = String.raw`"((?:[^"\\]|\\.)*)"`;

const read = (name) => readFileSync(join(FOLDER, name), "utf8");
const messages = (name) =>
  Object.fromEntries([...read(`${name}.rs`).matchAll(new RegExp(String.raw`M::(\w+) =>\s*(?:\{\s*)?${TEXT}`, "g"))].map((hit) => hit.slice(1)));

// From what English says to what the language says.
export function wordsOf(language) {
  const words = new Map();
  if (language === "en") return (english) => english;
  const [english, own] = [messages("english"), messages(CATALOGUES[language])];
  for (const [name, text] of Object.entries(english)) words.set(text, own[name]);
  const line = new RegExp(String.raw`^\s+\w+: ${LANGUAGES.map(() => TEXT).join(", ")};`, "gm");
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".rs"))) {
    for (const [, ...texts] of read(file).matchAll(line)) words.set(texts[0], texts[LANGUAGES.indexOf(language)]);
  }
  return (text) => words.get(text) ?? text;
}
