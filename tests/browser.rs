//! Browser: the story of the first screen, step by step: the built page in real browsers against the real relay. Two
//! windows are two people. Every window's console must stay silent.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use std::{fs, path::Path};

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, Picture, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use serde_json::{Value as Json, json};
use thirtyfour::{By, Key};

/// A phone, in css px.
const PHONE: Look = Look { width_css_px: 390, height_css_px: 844 };
/// Edits whose way is measured.
const MEASURED_EDITS: usize = 50;

async fn start() -> (Chrome, RelayProcess) {
    (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await)
}

async fn two_people(chrome: &Chrome, relay: &RelayProcess, dashboard: &str) -> (Page, Page) {
    let first = Page::open(chrome, relay, Look::default()).await;
    let second = Page::open(chrome, relay, Look::default()).await;
    first.enter(dashboard).await;
    second.enter(dashboard).await;
    first.await_people(2).await;
    second.await_people(2).await;
    (first, second)
}

async fn end(chrome: Chrome, pages: impl IntoIterator<Item = Page>) {
    for page in pages {
        page.window.close().await;
    }
    chrome.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_sees_two_live_dashboards() {
    let (chrome, relay) = start().await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    let mut titles = page.dashboards().await;
    titles.sort();
    assert_eq!(titles, ["This machine", "Weather"]);
    page.find("the button for a new one", By::XPath("//button[normalize-space()='New dashboard']")).await;
    page.enter("This machine").await;
    for panel in ["CPU", "Memory", "Network", "Disk"] {
        page.await_picture(panel, "something drawn", |picture| !picture.blank).await;
    }
    let first = page.await_picture("CPU", "something drawn", |picture| !picture.blank).await;
    page.await_picture("CPU", "new readings", |picture| picture.pixels != first.pixels).await;
    let number = page.texts("the load as a number", ".big-number").await;
    assert!(number[0].chars().any(|char| char.is_ascii_digit()), "{number:?}");
    end(chrome, [page]).await;
}

/// Each edit in one window, seen in the other without a reload.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_edit_one_dashboard() {
    let (chrome, relay) = start().await;
    let (first, second) = two_people(&chrome, &relay, "Weather").await;
    first.rename("Two cities").await;
    second.await_title("Two cities").await;
    first.await_state("saved").await;
    edit_a_chart(&first, &second).await;
    arrange_panels(&first, &second).await;
    until("the same panels in both windows", async || (first.panels().await == second.panels().await).then_some(()))
        .await;
    leave_and_come_back(&first, &second, &relay).await;
    end(chrome, [first, second]).await;
}

/// P-26: a browser that keeps the page which was left, with its socket, once kept its person here for minutes.
async fn leave_and_come_back(first: &Page, second: &Page, relay: &RelayProcess) {
    second.visit(relay, "/").await;
    first.await_people(1).await;
    second.window.back().await.expect("the way back");
    first.await_people(2).await;
    second.await_state("saved").await;
}

/// Title, mark, fields and colour, one after the other.
async fn edit_a_chart(first: &Page, second: &Page) {
    let mut seen = second.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    first.edit("Temperature").await;
    second.find("that somebody edits the panel", By::Css(".panel-edited .panel-editor")).await;
    let press = |selector: &'static str| first.press(selector, By::Css(selector));
    for edit in ["area", "bar", "point", "x", "y", "colour field", "colour"] {
        match edit {
            "area" => press("[data-mark=area]").await,
            "bar" => press("[data-mark=bar]").await,
            "point" => press("[data-mark=point]").await,
            "x" => first.choose("x", "wind").await,
            "y" => first.choose("y", "temp_min").await,
            "colour field" => first.choose("color", "").await,
            _ => press("[role=radio].swatch:nth-of-type(3)").await,
        }
        let before = seen.clone();
        let changed = |picture: &Picture| picture.pixels != before.pixels && picture.version > before.version;
        seen = second.await_picture("Temperature", &format!("another {edit}"), changed).await;
    }
    first.write("title", "Wind and cold").await;
    second.await_panels("the new title", |panels| panels.iter().any(|(title, _)| title == "Wind and cold")).await;
    first.close_form().await;
    until("the same pixels in both windows", async || {
        let pictures = [first.picture("Wind and cold").await?, second.picture("Wind and cold").await?];
        (pictures[0].pixels == pictures[1].pixels && !pictures[0].blank).then_some(())
    })
    .await;
}

/// Size, order, delete and undo, by keys and by dragging.
async fn arrange_panels(first: &Page, second: &Page) {
    let mut before = second.panels().await;
    for (what, keys) in [
        ("another size", Key::Shift + Key::Down),
        ("another width", Key::Shift + Key::Left),
        ("another order", Key::Down.into()),
    ] {
        first.keys("Wind and cold", keys).await;
        before = second.await_panels(what, |panels| *panels != before).await;
    }
    let header = By::XPath("//header[.//h2[normalize-space()='Hottest day']]//h2");
    first
        .window
        .until("a panel that can be dragged", async |driver| {
            let header = driver.find(header.clone()).await?;
            let drag = driver.action_chain().click_and_hold_element(&header).move_by_offset(-400, 300).release();
            drag.perform().await.map(Some)
        })
        .await;
    before = second.await_panels("a dragged panel", |panels| *panels != before).await;
    first.keys("Hottest day", Key::Delete).await;
    second.await_panels("a panel less", |panels| panels.len() + 1 == before.len()).await;
    first.press("Undo", By::XPath("//button[normalize-space()='Undo']")).await;
    second.await_panels("the panel again", |panels| *panels == before).await;
}

/// P-51: one moves a panel, the other names it, the first undoes by the keys: the panel is back, the name stays.
#[tokio::test]
async fn undo_leaves_what_the_other_wrote() {
    let (chrome, relay) = start().await;
    let (first, second) = two_people(&chrome, &relay, "Weather").await;
    let before = second.panels().await;
    first.keys("Hottest day", Key::Down).await;
    let moved = second.await_panels("a moved panel", |panels| *panels != before).await;
    second.edit("Hottest day").await;
    second.write("title", "Heat").await;
    second.close_form().await;
    first.await_panels("the new title", |panels| panels.iter().any(|(title, _)| title == "Heat")).await;
    let label = first.find("the undo", By::Css("[data-turn=undo]")).await.attr("aria-label").await;
    assert_eq!(label.expect("an attribute").as_deref(), Some("Undo: move panel “Heat”"));
    let renamed = |panels: &[(String, String)]| {
        panels.iter().map(|(title, rect)| (title.replace("Heat", "Hottest day"), rect.clone())).collect::<Vec<_>>()
    };
    first.keys("Heat", Key::Control + "z").await;
    second.await_panels("the old place, the new title", |panels| renamed(panels) == before).await;
    first.press("the redo", By::Css("[data-turn=redo]")).await;
    second.await_panels("the move again", |panels| renamed(panels) == moved).await;
    end(chrome, [first, second]).await;
}

/// P-61, P-62: the history says what the other did, while it happens, and brings the value back.
#[tokio::test]
async fn the_history_brings_a_value_back() {
    let (chrome, relay) = start().await;
    let (first, second) = two_people(&chrome, &relay, "Weather").await;
    second.press("the history", By::Css("button[aria-label=History]")).await;
    second.find("who made the dashboard", By::XPath("//aside//li[contains(., 'Added “Temperature”')]")).await;
    first.edit("Temperature").await;
    let before = second.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    first.press("area", By::Css("[data-mark=area]")).await;
    second.await_picture("Temperature", "another mark", |picture| picture.pixels != before.pixels).await;
    let line = "//aside//li[contains(., '“Drawn as” of “Temperature” from Line to Area')]";
    second.press("restore", By::XPath(format!("{line}//button"))).await;
    second.await_picture("Temperature", "the old mark", |picture| picture.pixels == before.pixels).await;
    second.find("nothing more to restore", By::XPath(format!("{line}//button[@disabled]"))).await;
    end(chrome, [first, second]).await;
}

/// kill -9 while two people work: what is typed meanwhile arrives, nothing that was acknowledged is lost.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_loses_anything_when_the_relay_is_killed() {
    let (chrome, mut relay) = start().await;
    let (first, second) = two_people(&chrome, &relay, "Weather").await;
    first.rename("Acknowledged").await;
    second.await_title("Acknowledged").await;
    for page in [&first, &second] {
        page.window.expect_in_console("WebSocket connection to");
        page.window.expect_in_console("net::ERR_CONNECTION_REFUSED");
    }
    relay.kill().await;
    first.await_state("offline").await;
    second.await_state("offline").await;
    first.edit("Temperature").await;
    first.write("title", "Typed meanwhile").await;
    first.close_form().await;
    let words = first.texts("what waits", ".save-words").await;
    assert!(words[0].starts_with("Offline, 1 edit"), "{words:?}");
    relay.restart().await;
    first.await_state("saved").await;
    second.await_title("Acknowledged").await;
    second.await_panels("what was typed", |panels| panels.iter().any(|(title, _)| title == "Typed meanwhile")).await;
    second.await_state("saved").await;
    end(chrome, [first, second]).await;
}

async fn post(relay: &RelayProcess, content_type: &str, body: String) {
    let request = reqwest::Client::new().post(relay.url("/api/v1/tables/visits/rows"));
    let answer = request.header("content-type", content_type).body(body).send().await.expect("the relay answers");
    assert_eq!(answer.status(), 200, "{}", relay.said());
}

/// P-40: CSV and NDJSON to a new table, a panel made on it by hand, rows posted later.
#[tokio::test(flavor = "multi_thread")]
async fn posted_rows_are_drawn_and_later_ones_appear() {
    let (chrome, relay) = start().await;
    post(&relay, "text/csv", "minute,visits,site\n1,10,north\n2,14,north\n1,3,south\n2,9,south\n".into()).await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    page.press("the button for a new one", By::XPath("//button[normalize-space()='New dashboard']")).await;
    page.await_title("Untitled dashboard").await;
    page.press("the button for a chart", By::XPath("//main//button[normalize-space()='Chart']")).await;
    page.choose("table", "visits").await;
    page.choose("x", "minute").await;
    page.choose("y", "visits").await;
    page.choose("color", "site").await;
    page.write("title", "Visits").await;
    page.close_form().await;
    let first = page.await_picture("Visits", "the posted rows", |picture| !picture.blank).await;
    page.await_state("saved").await;
    post(&relay, "application/x-ndjson", json!({ "minute": 3, "visits": 40, "site": "north" }).to_string() + "\n")
        .await;
    page.await_picture("Visits", "the later row", |picture| picture.pixels != first.pixels).await;
    end(chrome, [page]).await;
}

/// From the press in one window to the pixels in the other. Reported, never asserted: machines differ.
#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_an_edit_is_measured() {
    let (chrome, relay) = start().await;
    let (first, second) = two_people(&chrome, &relay, "Weather").await;
    second.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    first.edit("Temperature").await;
    second.window.execute(WATCH, vec![json!("Temperature")]).await.expect("the script runs");
    let mut ways_ms = Vec::new();
    for number in 0..MEASURED_EDITS {
        let mark = ["area", "line"][number % 2];
        let pressed = first.window.execute(PRESS, vec![json!(mark)]).await.expect("the script runs");
        let drawn = second.window.until("the edit in the other window", async |driver| {
            driver.execute("return window.drawn.splice(0)[0] ?? null", Vec::new()).await?.convert::<Option<f64>>()
        });
        ways_ms.push(drawn.await - pressed.convert::<f64>().expect("a time"));
    }
    report(&mut ways_ms);
    end(chrome, [first, second]).await;
}

/// Notes the time of each drawing of a panel, in ms since 1970; both windows run on one clock.
const WATCH: &str = r"
    const [title] = arguments;
    const panels = [...document.querySelectorAll('section.panel')];
    const canvas = panels.find((panel) => panel.querySelector('h2')?.textContent === title).querySelector('canvas');
    window.drawn = [];
    new MutationObserver(() => window.drawn.push(performance.timeOrigin + performance.now()))
      .observe(canvas, { attributeFilter: ['data-drawn'] });";

const PRESS: &str = r"
    const button = document.querySelector(`[data-mark=${arguments[0]}]`);
    const pressed = performance.timeOrigin + performance.now();
    button.click();
    return pressed;";

fn report(ways_ms: &mut [f64]) {
    ways_ms.sort_by(f64::total_cmp);
    let at = |share: usize| ways_ms[(ways_ms.len() - 1) * share / 100];
    let (median, p95) = (at(50), at(95));
    println!("edit to pixel, {} edits: median {median:.1} ms, p95 {p95:.1} ms", ways_ms.len());
    let row = |id: &str, what: &str, ms: f64| json!({ "id": id, "what": what, "unit": "ms", "ours": ms, "peers": {}, "ratio": null, "rounds": ways_ms.len() });
    let rows = [
        row("edit-median", "edit in one window to pixels in the other", median),
        row("edit-p95", "the same, 95 of 100 are faster", p95),
    ];
    write("bench/edit.json", &(json!({ "rows": rows }).to_string() + "\n"));
}

fn write(name: &str, text: &str) {
    let path = target().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn target() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target")
}

/// A title of 200 characters once pushed half of the bar, and the way to close the form, out of a phone's window; a
/// number with a long unit covered its neighbour.
#[tokio::test(flavor = "multi_thread")]
async fn long_words_stay_inside_a_phone() {
    const OVERFLOWS: &str = "return [document.documentElement, ...document.querySelectorAll('.bar, .big-number')]
        .filter(it => it.scrollWidth > it.clientWidth).map(it => it.className || it.tagName)";
    let (chrome, relay) = start().await;
    let panel = json!({"title": "Load", "table": "machine.load", "y": "load_1", "aggregate": "last",
        "unit": "long unit text", "layout": {"x": 0, "y": 0, "w": 4, "h": 5}});
    let outline = json!({"schemaVersion": 1, "properties": {"title": "All words ".repeat(20)},
        "panels": [{"id": "0000000000000001", "kind": "stat", "properties": panel}]});
    let request = reqwest::Client::new().post(relay.url("/api/v1/dashboards")).json(&outline);
    let answer = request.send().await.expect("the relay answers");
    assert_eq!(answer.status(), 201, "{}", relay.said());
    let made: Json = answer.json().await.expect("JSON");
    let page = Page::open(&chrome, &relay, PHONE).await;
    for look in [PHONE, Look::default()] {
        page.window.resize(look).await;
        page.visit(&relay, &format!("/d/{}", made["id"].as_str().expect("an id"))).await;
        page.find("the number", By::Css(".big-number output")).await;
        let overflows: Json = page.window.execute(OVERFLOWS, Vec::new()).await.expect("the script runs").json().clone();
        assert_eq!(overflows, json!([]), "{} css px", look.width_css_px);
    }
    end(chrome, [page]).await;
}

/// Both pages in both themes, on a desk and on a phone: axe finds nothing serious, and each is photographed.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_can_use_both_pages() {
    let (chrome, relay) = start().await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    let folder = target().join("screenshots");
    fs::create_dir_all(&folder).expect("the folder is made");
    for theme in ["light", "dark"] {
        page.window.prefer_theme(theme).await;
        for (look, size) in [(Look::default(), "desk"), (PHONE, "phone")] {
            page.window.resize(look).await;
            page.visit(&relay, "/").await;
            page.dashboards().await;
            check_access(&page, &format!("the list, {theme}, {size}")).await;
            photograph(&page, look, &folder.join(format!("list-{theme}-{size}.png"))).await;
            for (title, name, panel) in [("This machine", "machine", "CPU"), ("Weather", "weather", "Temperature")] {
                page.visit(&relay, "/").await;
                page.enter(title).await;
                page.await_picture(panel, "something drawn", |picture| !picture.blank).await;
                check_access(&page, &format!("{title}, {theme}, {size}")).await;
                photograph(&page, look, &folder.join(format!("{name}-{theme}-{size}.png"))).await;
            }
        }
    }
    page.window.resize(Look::default()).await;
    page.edit("Temperature").await;
    check_access(&page, "the form, dark").await;
    photograph(&page, Look::default(), &folder.join("form-dark-desk.png")).await;
    page.window.prefer_theme("light").await;
    photograph_from_right_to_left(&page, &relay, &folder).await;
    end(chrome, [page]).await;
}

async fn photograph_from_right_to_left(page: &Page, relay: &RelayProcess, folder: &Path) {
    for (title, name, panel) in [("This machine", "machine", "CPU"), ("Weather", "weather", "Temperature")] {
        page.visit(relay, "/?lang=en").await;
        page.enter(title).await;
        let address = page.window.current_url().await.expect("an address");
        page.visit(relay, &format!("{}?lang=ar", address.path())).await;
        page.await_picture(panel, "something drawn", |picture| !picture.blank).await;
        check_access(page, &format!("{title}, from right to left")).await;
        photograph(page, Look::default(), &folder.join(format!("{name}-light-rtl.png"))).await;
    }
}

/// The whole page, however long it is.
async fn photograph(page: &Page, look: Look, file: &Path) {
    let height = page.window.execute("return document.documentElement.scrollHeight", Vec::new()).await;
    let height_css_px: u32 = height.expect("the script runs").convert().expect("a height");
    page.window.resize(Look { height_css_px: height_css_px.max(look.height_css_px), ..look }).await;
    page.window.execute_async(TWO_FRAMES, Vec::new()).await.expect("the script runs");
    page.window.screenshot(file).await.expect("the picture is written");
    page.window.resize(look).await;
}

/// What a resize made dirty is drawn in the next frame.
const TWO_FRAMES: &str = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";

const AXE: &str = r"
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'], preload: false }).then(
      ({ violations }) => done(violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`)),
      (error) => done([String(error)]));";

async fn check_access(page: &Page, place: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(".tools/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(path).expect("axe-core: run `make test`, which installs it");
    page.window.execute(axe, Vec::new()).await.expect("axe is loaded");
    let answer: Json = page.window.execute_async(AXE, Vec::new()).await.expect("axe runs").json().clone();
    assert_eq!(answer, json!([]), "{place}");
}
