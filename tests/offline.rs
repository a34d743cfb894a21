//! Offline: the built page in real browsers while the relay is away, reloaded, closed, in two tabs: what was done is
//! shown, kept and sent later, and what somebody else did meanwhile is told.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use std::{fs, path::Path};

use ashboard_tests::{
    actor::Actor,
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    wire_client::WireClient,
};
use document::{ClientId, Mark, Op, Property, Value};
use thirtyfour::{By, WebDriver};

/// What a console says about a relay that is away.
const AWAY: [&str; 3] = ["WebSocket connection to", "net::ERR_CONNECTION_REFUSED", "net::ERR_FAILED"];

/// Reloads in a row: the slot of the page before must be free each time.
const RELOADS: usize = 5;

/// The chunks of the program that the page has fetched, and whether each was asked for before a chart was drawn.
const CHUNKS: &str = r"
    const drawn = performance.getEntriesByName('chart drawn')[0]?.startTime;
    const chunks = performance.getEntriesByType('resource').filter((entry) => /\/later-[0-9a-f]+_/.test(entry.name));
    const name = (entry) => entry.name.match(/_(\w+)\.wasm/)[1];
    return drawn ? chunks.map((entry) => [name(entry), entry.startTime < drawn]) : null;";

async fn start() -> (Chrome, RelayProcess) {
    (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await)
}

/// A person on a dashboard of this title, whose browser keeps the page; and the dashboard's address.
async fn person(chrome: &Chrome, relay: &RelayProcess, title: &str) -> (Page, String) {
    let page = Page::open(chrome, relay, Look::default()).await;
    for words in AWAY {
        page.window.expect_in_console(words);
    }
    page.enter(title).await;
    page.await_shell().await;
    let address = page.window.current_url().await.expect("an address").path().to_owned();
    (page, address)
}

async fn leave(page: &Page) {
    page.window.goto("about:blank").await.expect("an empty page");
}

async fn end(chrome: Chrome, pages: impl IntoIterator<Item = Page>) {
    for page in pages {
        page.window.close().await;
    }
    chrome.stop().await;
}

/// P-74, P-77, P-78: without the relay the page loads, shows what was kept, takes edits, and says where they are; with
/// it they arrive beside what a colleague did meanwhile, and can still be undone.
#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_is_opened_and_edited_without_the_relay() {
    let (chrome, mut relay) = start().await;
    let (first, address) = person(&chrome, &relay, "Weather").await;
    first.rename("Before").await;
    first.await_state("saved").await;
    first.await_kept_document().await;
    relay.kill().await;
    first.await_state("offline").await;
    first.window.refresh().await.expect("the page loads without the relay");
    first.await_title("Before").await;
    first.await_state("offline").await;
    first.edit("Temperature").await;
    first.write("title", "Typed without the relay").await;
    first.close_form().await;
    first.await_kept().await;
    let typed = |panels: &Vec<(String, String)>| panels.iter().any(|(title, _)| title == "Typed without the relay");
    for _ in 0..RELOADS {
        first.window.refresh().await.expect("the page loads without the relay");
        first.await_panels("what was typed before the reload", typed).await;
    }
    first.await_kept().await;
    let words = first.texts("where the edits are", ".save-words").await;
    assert!(words[0].ends_with("kept on this device"), "{words:?}");
    first.visit(&relay, "/").await;
    assert_eq!(first.dashboards().await, ["Before"], "the list has what is kept");
    relay.restart().await;
    let (second, _) = person(&chrome, &relay, "Before").await;
    second.rename("Meanwhile").await;
    second.await_state("saved").await;
    first.visit(&relay, &address).await;
    first.await_title("Meanwhile").await;
    second.await_panels("what was typed", typed).await;
    first.await_state("saved").await;
    first.press("the undo of before the reload", By::Css("[data-turn=undo]")).await;
    second.await_panels("what was there before", |panels| panels.iter().any(|(title, _)| title == "Temperature")).await;
    end(chrome, [first, second]).await;
}

/// P-76: what somebody wrote over while one was away is told in words, and one button brings it back.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_overwritten_is_told_and_can_be_restored() {
    let (chrome, relay) = start().await;
    let (first, address) = person(&chrome, &relay, "Weather").await;
    first.rename("Mine").await;
    first.await_state("saved").await;
    first.await_kept_document().await;
    leave(&first).await;
    let (second, _) = person(&chrome, &relay, "Mine").await;
    second.await_title("Mine").await;
    second.rename("Theirs").await;
    second.await_state("saved").await;
    first.visit(&relay, &address).await;
    first.await_title("Theirs").await;
    let told = By::XPath("//div[contains(@class, 'toast')]//span[contains(., 'to “Theirs” after you wrote “Mine”')]");
    first.find("what was overwritten", told).await;
    first.press("the way back", By::XPath("//button[normalize-space()='Restore mine']")).await;
    second.await_title("Mine").await;
    first.await_gone("the toast", ".toast").await;
    end(chrome, [first, second]).await;
}

/// P-71, P-75: two tabs of one browser edit without the relay; one is closed, and the other sends for both.
#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_do_not_fight() {
    let (chrome, mut relay) = start().await;
    let (page, address) = person(&chrome, &relay, "Weather").await;
    page.await_kept_document().await;
    relay.kill().await;
    page.await_state("offline").await;
    let first = page.window.window().await.expect("a tab");
    page.rename("By the first tab").await;
    page.await_kept().await;
    let second = page.window.new_tab().await.expect("another tab");
    page.window.switch_to_window(second).await.expect("another tab");
    page.visit(&relay, &address).await;
    page.edit("Temperature").await;
    page.write("title", "By the second tab").await;
    page.close_form().await;
    page.await_kept().await;
    page.window.close_window().await.expect("the tab closes");
    page.window.switch_to_window(first).await.expect("the first tab");
    relay.restart().await;
    let both = |panels: &Vec<(String, String)>| panels.iter().any(|(title, _)| title == "By the second tab");
    page.await_panels("what the tab that lives sends for the other", both).await;
    page.await_state("saved").await;
    let colleague = Page::open(&chrome, &relay, Look::default()).await;
    colleague.visit(&relay, &address).await;
    colleague.await_title("By the first tab").await;
    colleague.await_panels("both", both).await;
    end(chrome, [page, colleague]).await;
}

/// P-78: a new version of the page is kept at once, beside the one before, and no other; and opens without the relay.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_is_kept_beside_the_one_before() {
    let folder = copy(&page_folder());
    let (chrome, mut relay) = (Chrome::start().await, RelayProcess::start(Some(folder.path())).await);
    let (page, _) = person(&chrome, &relay, "Weather").await;
    let first = page.caches().await;
    for version in ["second", "third"] {
        name_version(folder.path(), version);
        relay.kill().await;
        relay.restart().await;
        page.window.refresh().await.expect("the page loads");
        page.await_title("Weather").await;
        page.await_cache(&format!("ashboard-{version}")).await;
    }
    assert_eq!(
        (first.len(), page.caches().await),
        (1, vec!["ashboard-second".to_owned(), "ashboard-third".to_owned()])
    );
    page.await_kept_document().await;
    relay.kill().await;
    page.window.refresh().await.expect("the page loads without the relay");
    page.await_title("Weather").await;
    end(chrome, [page]).await;
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(from).expect("the built page") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("the file is copied");
    }
    folder
}

/// The worker of another build, which keeps the same files.
fn name_version(folder: &Path, version: &str) {
    let worker = fs::read_to_string(folder.join("sw.js")).expect("the worker");
    let line = |line: &str| match line.strip_prefix("const VERSION = ") {
        Some(_) => format!("const VERSION = \"{version}\";\n"),
        None => format!("{line}\n"),
    };
    fs::write(folder.join("sw.js"), worker.lines().map(line).collect::<String>()).expect("the worker is written");
    for compressed in ["sw.js.br", "sw.js.gz"] {
        let _may_not_be_there = fs::remove_file(folder.join(compressed));
    }
}

/// Waits until the page has fetched this chunk; gives the names of those that it asked for before it drew a chart.
async fn await_chunk(page: &Page, chunk: &str) -> Vec<String> {
    let fetched = async |driver: &WebDriver| {
        let chunks = driver.execute(CHUNKS, Vec::new()).await?.convert::<Option<Vec<(String, bool)>>>()?;
        Ok(chunks.filter(|chunks| chunks.iter().any(|(name, _)| name == chunk)))
    };
    let chunks = page.window.until(&format!("the chunk {chunk}"), fetched).await;
    chunks.into_iter().filter_map(|(name, is_early)| is_early.then_some(name)).collect()
}

/// Somebody else gives a panel another mark.
async fn set_mark(relay: &RelayProcess, dashboard: &str, title: &str, mark: Mark) {
    let actor = Actor::new(ClientId::from_bytes([9; 8]));
    let Ok(mut client) = WireClient::connect(&relay.address(), dashboard, actor).await else {
        panic!("not let in:\n{}", relay.said())
    };
    let document = client.actor.replica().document();
    let (node, _) = document.all_panels().find(|(_, panel)| panel.title() == title).expect("the panel");
    client.act(vec![Op::Set { node, property: Property::Mark, value: Value::Mark(mark) }]).await.expect("it is sent");
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("it is taken");
}

/// The first chart waits for no chunk of the program; a form, and a chart of the whole grammar, come with theirs, and
/// without the relay too.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_first_chart_does_not_need_comes_later() {
    let (chrome, mut relay) = start().await;
    let (page, address) = person(&chrome, &relay, "Weather").await;
    page.visit(&relay, &address).await;
    page.await_picture("Temperature", "a line", |picture| !picture.blank).await;
    assert_eq!(await_chunk(&page, "rest").await, [""; 0], "before the first chart");
    page.edit("Temperature").await;
    await_chunk(&page, "aside").await;
    page.close_form().await;
    let before = page.await_picture("Temperature", "a line", |picture| !picture.blank).await;
    let dashboard = address.trim_start_matches("/d/");
    set_mark(&relay, dashboard, "Temperature", Mark::Tick).await;
    await_chunk(&page, "engine").await;
    page.await_picture("Temperature", "ticks", |now| !now.blank && now.pixels != before.pixels).await;
    page.await_shell().await;
    page.await_kept_document().await;
    relay.kill().await;
    page.await_state("offline").await;
    page.window.refresh().await.expect("the page loads without the relay");
    page.edit("Temperature").await;
    end(chrome, [page]).await;
}
