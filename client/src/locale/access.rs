//! What the page says to let people in who speak other languages, and what it says of browsers.

use super::words::words;

words! {
/// Something of that kind.
Access {
    Language: "Language", "Sprache", "Langue", "Idioma", "اللغة", "שפה", "言語";
    SpeakIn: "Language: {language}", "Sprache: {language}", "Langue : {language}", "Idioma: {language}", "اللغة: {language}", "שפה: {language}", "言語：{language}";
    BrowserOn: "{browser} on {system}", "{browser} auf {system}", "{browser} sur {system}", "{browser} en {system}", "{browser} على {system}", "{browser} על {system}", "{system} の {browser}";
    SomeBrowser: "A browser", "Ein Browser", "Un navigateur", "Un navegador", "متصفح", "דפדפן", "ブラウザー";
    SomeProgram: "A program", "Ein Programm", "Un programme", "Un programa", "برنامج", "תוכנה", "プログラム";
}
}
