//! The story of access: the first key leads past the bar; the page speaks seven languages, each in its own direction and
//! without a word of English left, and remembers which one was chosen.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use std::{collections::BTreeSet, fs, path::Path};

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use serde_json::Value;
use thirtyfour::{By, Key};

/// Each language, its direction, and the file of its catalogue.
const LANGUAGES: [(&str, &str, &str); 7] = [
    ("en", "ltr", "english"),
    ("de", "ltr", "german"),
    ("fr", "ltr", "french"),
    ("es", "ltr", "spanish"),
    ("ar", "rtl", "arabic"),
    ("he", "rtl", "hebrew"),
    ("ja", "ltr", "japanese"),
];
/// What stands on the page and is said of it.
const SAID: &str = r"
    const said = [...document.querySelectorAll('[aria-label], [title], [placeholder]')]
        .flatMap((it) => [it.ariaLabel, it.title, it.placeholder]);
    const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) said.push(walk.currentNode.data.trim());
    return said.filter(Boolean);";

async fn start() -> (Chrome, RelayProcess, Page) {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start_owned(Some(&page_folder())).await);
    let page = Page::open(&chrome, &relay, Look::default()).await;
    (chrome, relay, page)
}

async fn end(chrome: Chrome, page: Page) {
    page.window.close().await;
    chrome.stop().await;
}

/// The first key is the way past the bar; what it leads to has the focus.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_key_leads_past_the_bar() {
    let (chrome, relay, page) = start().await;
    page.visit(&relay, "/").await;
    page.dashboards().await;
    let focused = "return document.activeElement.className || document.activeElement.tagName";
    let focus = async || page.window.execute(focused, Vec::new()).await.ok()?.json().as_str().map(str::to_owned);
    page.find("the page", By::Css("body")).await.send_keys("" + Key::Tab).await.expect("a key");
    assert_eq!(focus().await.as_deref(), Some("skip"));
    page.find("the way past the bar", By::Css(".skip")).await.send_keys("" + Key::Enter).await.expect("a key");
    until("the focus in the content", async || (focus().await? == "list").then_some(())).await;
    end(chrome, page).await;
}

/// What a catalogue says that has no places.
fn catalogue(name: &str) -> BTreeSet<String> {
    let path = format!("../client/src/locale/{name}.rs");
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the catalogue");
    let lines = source.split("M::").skip(1).filter_map(|line| line.split_once("=>")?.1.split('"').nth(1));
    lines.filter(|text| !text.contains('{')).map(str::to_owned).collect()
}

/// English that the language does not use itself, such as "Text" in German.
fn leftovers(said: &[String], language: &str) -> Vec<String> {
    let (english, own) = (catalogue("english"), catalogue(language));
    said.iter().filter(|text| english.contains(*text) && !own.contains(*text)).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_seven_languages() {
    let (chrome, relay, page) = start().await;
    page.visit(&relay, "/?lang=en").await;
    page.enter("Weather").await;
    let dashboard = page.window.current_url().await.expect("an address").path().to_owned();
    for (tag, direction, name) in LANGUAGES {
        for path in ["/", "/status", &dashboard] {
            page.visit(&relay, &format!("{path}?lang={tag}")).await;
            page.find("the page", By::Css(format!("html[lang={tag}][dir={direction}]"))).await;
            page.find("what the page is about", By::Css(".card, .tile, .panel")).await;
            let said: Value = page.window.execute(SAID, Vec::new()).await.expect("the script runs").json().clone();
            let said: Vec<String> = serde_json::from_value(said).expect("a list of words");
            assert!(said.len() > 5, "{path} in {tag} says {said:?}");
            if name != "english" {
                assert_eq!(leftovers(&said, name), [""; 0], "{path} in {tag}");
            }
        }
    }
    page.visit(&relay, "/").await;
    page.press("the languages", By::Css(".bar [aria-label=Language]")).await;
    page.press("French", By::XPath("//*[@role='menuitemradio'][normalize-space()='Français']")).await;
    page.find("French", By::Css("html[lang=fr]")).await;
    page.visit(&relay, &dashboard).await;
    page.find("French on another page too", By::Css("html[lang=fr]")).await;
    end(chrome, page).await;
}
