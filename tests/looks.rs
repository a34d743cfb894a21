//! The story of those who do not see the page as it was drawn: axe-core finds nothing on any page or dialog, in either
//! theme, on a phone, or on a dashboard of every mark; what moves keeps still where that is asked for; colours that the
//! system forces keep the focus, what is selected and what charts say; and what changes is said aloud.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    axe,
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, error::WebDriverResult};

const PHONE: Look = Look { width_css_px: 390, height_css_px: 844 };
/// Every address that is no dashboard's, and what is there when it is shown.
const PAGES: [(&str, &str); 9] = [
    ("/", ".card .thumbnail"),
    ("/?view=trash", "main h1"),
    ("/?view=starred", "main h2"),
    ("/?q=zebra", "main h2"),
    ("/status", ".tile"),
    ("/audit", ".audit form"),
    ("/sign-in", "input[name=login]"),
    ("/s#nothing", "main.said"),
    ("/d/nothing-here", "main h1, main h2"),
];
/// What opens over the list: what is pressed, and what is there then.
const OVER_THE_LIST: [(&str, &str); 3] = [
    ("//button[normalize-space()='Import']", "dialog input[type=file]"),
    ("//button[normalize-space()='From a template']", "dialog li"),
    ("//*[@class='card-acts']//button[@aria-haspopup='menu']", "[role=menu]"),
];
/// What keys open on a panel that has the focus.
const BY_KEYS: [(&str, &str); 6] = [
    ("?", "dialog kbd"),
    ("ds", "dialog textarea"),
    ("a", "aside.palette [role=option]"),
    ("e", "aside.sheet [data-mark=line]"),
    ("v", "section.full td"),
    (" ", ".selection-bar"),
];
/// What keys make of the whole dashboard. Its bar goes by itself, so axe-core may see it half gone.
const KIOSK: (&str, &str) = ("dk", ".kiosk-bar");
/// What is pressed on a dashboard, one after the other, and what is there then.
const BY_PRESSES: [(&[&str], &str); 9] = [
    (&["//*[@id='open-history']"], "aside.sheet .history-sitting"),
    (&["//button[@aria-label='Actions for Temperature']"], "[role=menu]"),
    (&["//button[@aria-label='Actions for Temperature']", "//*[@role='menuitem'][.='Comments']"], ".composer"),
    (
        &["//button[@aria-label='Actions for Temperature']", "//*[@role='menuitem'][.='Save the chart']"],
        "[data-save=png]",
    ),
    (&["//*[contains(@class, 'notices-bell')]"], "#notices:popover-open"),
    (&["//*[contains(@class, 'people-me')]/button"], "#people-list:popover-open"),
    (&["//*[@aria-label='My view']", "//*[@role='menuitem'][.='Add a filter']"], ".filter-form"),
    (&["//*[@aria-label='Actions for the dashboard']", "//*[@role='menuitem'][.='Share']"], ".share-form"),
    (&["//*[contains(@class, 'range')]//button[contains(., 'All times')]"], ".range-form"),
];
/// What a mark needs beside the usual fields.
const MARKS: [(&str, &str); 15] = [
    ("line", "{}"),
    ("area", "{}"),
    ("bar", "{}"),
    ("point", "{}"),
    ("circle", "{}"),
    ("square", "{}"),
    ("rule", "{}"),
    ("rect", r#"{"y": "location", "color": "temp_max"}"#),
    ("tick", "{}"),
    ("text", r#"{"time_unit": "year", "encoding_text": "{\"aggregate\": \"mean\", \"field\": \"temp_max\"}"}"#),
    (
        "arc",
        r#"{"x": null, "y": null, "aggregate": null, "color": "weather", "encoding_theta": "{\"aggregate\": \"count\"}"}"#,
    ),
    ("trail", "{}"),
    ("boxplot", r#"{"x": "location", "time_unit": null, "aggregate": null}"#),
    ("error_bar", r#"{"time_unit": "year", "aggregate": null}"#),
    ("error_band", r#"{"aggregate": null}"#),
];

async fn start() -> (Chrome, RelayProcess, Page) {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start_owned(Some(&page_folder())).await);
    let page = Page::open(&chrome, &relay, Look::default()).await;
    page.window.expect_in_console("status of 40");
    (chrome, relay, page)
}

async fn end(chrome: Chrome, page: Page) {
    page.window.close().await;
    chrome.stop().await;
}

/// What stands there is read in both themes and on a phone.
async fn read(page: &Page, place: &str) {
    for (theme, look, name) in
        [("light", Look::default(), "light"), ("dark", PHONE, "dark, on a phone"), ("dark", Look::default(), "dark")]
    {
        page.window.prefer(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
        page.window.resize(look).await;
        assert_eq!(axe::faults(page).await, [""; 0], "{place}, {name}");
    }
    page.window.resize(Look::default()).await;
}

/// Presses Escape until what stood there is gone.
async fn escape(page: &Page, there: &str) {
    page.window
        .until(&format!("the end of {there}"), async |driver: &WebDriver| {
            driver.active_element().await?.send_keys(Key::Escape + "").await?;
            Ok(driver.find_all(By::Css(there)).await?.is_empty().then_some(()))
        })
        .await;
}

/// Makes a dashboard with a panel of every mark.
async fn every_mark(relay: &RelayProcess) -> String {
    let panel = |(index, (mark, needs)): (usize, &(&str, &str))| {
        let layout = json!({"x": (index % 4) * 6, "y": (index / 4) * 6, "w": 6, "h": 6});
        let mut properties = json!({"title": mark, "table": "weather", "mark": mark, "x": "date", "time_unit": "month",
            "y": "temp_max", "aggregate": "mean", "color": "location", "layout": layout});
        let needs: Value = serde_json::from_str(needs).expect("JSON");
        for (name, value) in needs.as_object().into_iter().flatten() {
            properties[name] = value.clone();
        }
        json!({"id": format!("{:016x}", index + 1), "kind": "chart", "properties": properties})
    };
    let outline = json!({"schemaVersion": 2, "properties": {"title": "Every mark"},
        "children": MARKS.iter().enumerate().map(panel).collect::<Vec<_>>()});
    let answer = reqwest::Client::new().post(relay.url("/api/v1/dashboards")).json(&outline).send().await;
    let made: Value = answer.expect("the relay answers").json().await.expect("JSON");
    made["id"].as_str().unwrap_or_else(|| panic!("no dashboard: {made}")).to_owned()
}

async fn weather(page: &Page, relay: &RelayProcess) {
    page.visit(relay, "/").await;
    page.enter("Weather").await;
    page.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    page.find("all of the page", By::Css("[aria-label='Actions for Temperature']")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page() {
    let (chrome, relay, page) = start().await;
    for (path, there) in PAGES {
        page.visit(&relay, path).await;
        page.find(path, By::Css(there)).await;
        read(&page, path).await;
    }
    page.visit(&relay, "/").await;
    for (pressed, there) in OVER_THE_LIST {
        page.press(pressed, By::XPath(pressed)).await;
        page.find(pressed, By::Css(there)).await;
        read(&page, pressed).await;
        escape(&page, there).await;
    }
    let marks = every_mark(&relay).await;
    page.visit(&relay, &format!("/d/{marks}")).await;
    for (mark, _) in MARKS {
        page.await_picture(mark, "something drawn", |picture| !picture.blank).await;
    }
    read(&page, "every mark").await;
    end(chrome, page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_over_a_dashboard() {
    let (chrome, relay, page) = start().await;
    weather(&page, &relay).await;
    read(&page, "a dashboard").await;
    for (keys, there) in BY_KEYS {
        page.find("a panel", By::Css("section.panel")).await.send_keys(keys).await.expect("keys");
        page.find(keys, By::Css(there)).await;
        read(&page, keys).await;
        escape(&page, there).await;
    }
    for (pressed, there) in BY_PRESSES {
        for one in pressed {
            page.press(one, By::XPath(*one)).await;
        }
        page.find(there, By::Css(there)).await;
        read(&page, there).await;
        escape(&page, there).await;
    }
    end(chrome, page).await;
}

/// What takes longer than an eye sees, of the elements that there are.
const MOVES: &str = r"
    const long = (times) => times.split(', ').some((time) => parseFloat(time) * (time.endsWith('ms') ? 1 : 1000) > 2);
    const moves = (element, part) => {
      const style = getComputedStyle(element, part);
      return long(style.animationDuration) || long(style.transitionDuration) || style.scrollBehavior === 'smooth';
    };
    const all = [...document.querySelectorAll('*')].filter((it) => [null, '::before', '::after'].some((part) => moves(it, part)));
    return all.map((it) => it.outerHTML.slice(0, 120));";

async fn list(page: &Page, script: &str) -> Vec<String> {
    let answer = page.window.execute(script, Vec::new()).await.expect("the script runs").json().clone();
    serde_json::from_value(answer).expect("a list of words")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moves_keeps_still_where_that_is_asked_for() {
    let (chrome, relay, page) = start().await;
    page.window.prefer(&[("prefers-reduced-motion", "reduce")]).await;
    weather(&page, &relay).await;
    assert_eq!(list(&page, MOVES).await, [""; 0], "a dashboard");
    for (keys, there) in BY_KEYS.into_iter().chain([KIOSK]) {
        page.find("a panel", By::Css("section.panel")).await.send_keys(keys).await.expect("keys");
        page.find(keys, By::Css(there)).await;
        assert_eq!(list(&page, MOVES).await, [""; 0], "{keys}");
        escape(&page, there).await;
    }
    page.find("a panel", By::Css("section.panel")).await.send_keys("" + Key::Delete).await.expect("a key");
    page.find("a toast", By::Css(".toast")).await;
    assert_eq!(list(&page, MOVES).await, [""; 0], "a toast");
    end(chrome, page).await;
}

/// The element that has the focus, where nothing shows it.
const UNSEEN_FOCUS: &str = r"
    const focused = document.activeElement;
    const style = getComputedStyle(focused);
    const is_seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return is_seen || focused === document.body ? [] : [focused.outerHTML.slice(0, 120)];";
/// What is selected, and what stands on a ground of its own, where nothing but its colour shows it.
const UNSEEN: &str = r"
    const chosen = '[aria-selected=true], [aria-pressed=true]:not(.legend-entry), [aria-checked=true], .panel-chosen, .panel-mine';
    const seen = ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    const lined = ({ borderTopWidth, borderLeftWidth }) => [borderTopWidth, borderLeftWidth].some((width) => parseFloat(width) >= 1);
    const unseen = (all, is) => [...document.querySelectorAll(all)]
      .filter((it) => it.checkVisibility() && !is(getComputedStyle(it))).map((it) => it.outerHTML.slice(0, 120));
    return [...unseen(chosen, seen), ...unseen('.panel, .sheet, dialog, .menu-items, .toast, .chip', (style) => lined(style) || seen(style))];";
/// How many charts have a ground of their own, as far from their marks as it was drawn.
const GROUNDS: &str = r"
    return [...document.querySelectorAll('.plot-canvas')].map((it) => getComputedStyle(it))
      .filter((style) => style.forcedColorAdjust === 'none' && /^rgb\(/.test(style.backgroundColor))
      .map((style) => style.backgroundColor);";

#[tokio::test(flavor = "multi_thread")]
async fn forced_colours_keep_focus_selection_and_charts() {
    let (chrome, relay, page) = start().await;
    page.window.prefer(&[("forced-colors", "active"), ("prefers-color-scheme", "dark")]).await;
    weather(&page, &relay).await;
    page.find("a panel", By::Css("section.panel")).await.click().await.expect("a press");
    for step in 0..40 {
        let focused = page.window.active_element().await.expect("a focus");
        focused.send_keys("" + Key::Tab).await.expect("a key");
        assert_eq!(list(&page, UNSEEN_FOCUS).await, [""; 0], "the focus after {step} steps");
    }
    assert_eq!(list(&page, GROUNDS).await.len(), 5, "charts and numbers");
    for (keys, there) in BY_KEYS.into_iter().chain([KIOSK]) {
        page.find("a panel", By::Css("section.panel")).await.send_keys(keys).await.expect("keys");
        page.find(keys, By::Css(there)).await;
        assert_eq!(list(&page, UNSEEN).await, [""; 0], "{keys}");
        escape(&page, there).await;
    }
    end(chrome, page).await;
}

/// From now on the window remembers what its live regions say.
const LISTEN: &str = r"
    window.heard = [];
    const hear = () => document.querySelectorAll('[aria-live], [role=status], [role=alert]').forEach((it) => {
      const words = it.textContent.trim();
      if (words && !heard.includes(words)) heard.push(words);
    });
    new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true });";

async fn heard(page: &Page, words: &str) {
    page.window
        .until(&format!("{words:?} read aloud"), async |driver: &WebDriver| -> WebDriverResult<Option<()>> {
            let heard = driver.execute("return heard.join('\\n')", Vec::new()).await?.json().clone();
            Ok(heard.as_str().is_some_and(|heard| heard.contains(words)).then_some(()))
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_said() {
    let (chrome, mut relay, page) = start().await;
    let other = Page::open(&chrome, &relay, Look::default()).await;
    other.enter("Weather").await;
    weather(&page, &relay).await;
    page.window.execute(LISTEN, Vec::new()).await.expect("the script runs");
    other.rename("Weather of two cities").await;
    heard(&page, "changed the dashboard").await;

    let panel = async || page.find("a panel", By::Css("section.panel")).await;
    panel().await.send_keys(Key::Shift + Key::Down).await.expect("keys");
    heard(&page, "rows high").await;
    panel().await.send_keys("p").await.expect("a key");
    heard(&page, "Paused. Rows that come are counted.").await;
    panel().await.send_keys(Key::Control + "d").await.expect("keys");
    heard(&page, "Duplicated").await;
    panel().await.send_keys("" + Key::Delete).await.expect("a key");
    heard(&page, "was deleted").await;
    page.window.close().await;

    let page = Page::open(&chrome, &relay, Look::default()).await;
    weather_filtered(&page, &relay).await;
    page.window.execute(LISTEN, Vec::new()).await.expect("the script runs");
    page.press("the cross of the chip", By::Css(".chip-remove:not(.chip-pin)")).await;
    heard(&page, "No filters any more.").await;
    relay.kill().await;
    page.window.expect_in_console("WebSocket");
    page.window.expect_in_console("ERR_CONNECTION");
    heard(&page, "Offline").await;
    other.window.expect_in_console("WebSocket");
    other.window.expect_in_console("ERR_CONNECTION");
    other.window.close().await;
    end(chrome, page).await;
}

/// The weather of one city.
async fn weather_filtered(page: &Page, relay: &RelayProcess) {
    page.enter("Weather of two cities").await;
    let path = page.window.current_url().await.expect("an address").path().to_owned();
    page.visit(relay, &format!("{path}?f.location=Seattle")).await;
    page.find("the chip", By::Css(".chip-remove")).await;
}
