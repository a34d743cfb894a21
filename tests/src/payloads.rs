//! Payloads: words that want to be code, for every field that takes text; and what of an SVG is markup.

use std::collections::BTreeSet;

/// Words that want to be code, in every dress: 200 of them.
#[must_use]
pub fn payloads() -> Vec<String> {
    let words = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "\"><script>alert(1)</script>",
        "'><script>alert(1)</script>",
        "</text><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "]]><script>alert(1)</script>",
        "<!--<script>",
        "--><script>alert(1)</script>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "![x](x\" onerror=\"alert(1))",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "<iframe srcdoc='<script>alert(1)</script>'>",
        "<style>@import 'x'</style>",
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "=cmd|' /C calc'!A0",
        "\t=1+1",
        "{{7*7}}${7*7}",
    ];
    let dresses: [fn(&str) -> String; 8] = [
        str::to_owned,
        str::to_uppercase,
        |word| format!("{word} "),
        |word| format!("a{word}"),
        |word| format!("\u{202e}{word}"),
        |word| format!("{word}{word}"),
        |word| word.replace('<', "<\u{a0}"),
        |word| format!("\"{word}\""),
    ];
    words.iter().flat_map(|word| dresses.iter().map(|dress| dress(word))).collect()
}

/// The names of the elements and attributes of an SVG: what text can never add to.
#[must_use]
pub fn words_of_markup(svg: &str) -> BTreeSet<String> {
    let tags = svg.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let words = tags.flat_map(|tag| {
        let outside = tag.split('"').step_by(2).collect::<String>();
        outside.split([' ', '/', '=', '\n']).map(str::to_owned).collect::<Vec<_>>()
    });
    words.filter(|word| !word.is_empty()).collect()
}
