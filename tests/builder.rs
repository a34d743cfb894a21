//! The story of building: a dashboard from nothing by the keyboard alone, and all of it undone; cards carried from the
//! palette and panels caught by a marquee. Every window's console must stay silent.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use thirtyfour::{By, Key, TypingData, WebDriver};

/// Where the element is that has the focus: what it is called and what it shows.
const FOCUSED: &str = "
    const focused = document.activeElement;
    return focused.matches(arguments[0]) && (!arguments[1] || focused.textContent.trim() === arguments[1]);";
/// Presses of Tab after which nobody looks further.
const TABS: usize = 40;

async fn start(look: Look) -> (Chrome, RelayProcess, Page) {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await);
    let page = Page::open(&chrome, &relay, look).await;
    (chrome, relay, page)
}

async fn end(chrome: Chrome, page: Page) {
    page.window.close().await;
    chrome.stop().await;
}

/// Keys to whatever has the focus.
async fn keys(page: &Page, keys: impl Into<TypingData>) {
    let focused = page.window.active_element().await.expect("something has the focus");
    focused.send_keys(keys).await.expect("it takes keys");
}

async fn has_focus(driver: &WebDriver, selector: &str, words: &str) -> bool {
    let answer = driver.execute(FOCUSED, vec![selector.into(), words.into()]).await.expect("the script runs");
    answer.convert().expect("yes or no")
}

/// Walks with Tab to an element that shows these words.
async fn tab_to(page: &Page, selector: &str, words: &str) {
    for _ in 0..TABS {
        if has_focus(&page.window, selector, words).await {
            return;
        }
        keys(page, Key::Tab + "").await;
    }
    panic!("{TABS} times Tab, and no {words:?} {selector}");
}

async fn await_count(page: &Page, what: &str, selector: &str, count: usize) {
    page.window
        .until(&format!("{count} {what}"), async |driver| {
            Ok((driver.find_all(By::Css(selector)).await?.len() == count).then_some(()))
        })
        .await;
}

/// Adds the first card that is found by a word, and closes the form that opens for a panel.
async fn add_by_keys(page: &Page, word: &str, panels: usize) {
    keys(page, "a").await;
    page.find("the palette", By::Css(".palette [role=combobox]:focus")).await;
    keys(page, word).await;
    await_count(page, "cards that are chosen", ".palette-card[aria-selected=true]", 1).await;
    keys(page, Key::Enter + "").await;
    await_count(page, "panels", ".panel", panels).await;
    page.find("the form", By::Css("aside.sheet:not(.palette) :focus")).await;
    keys(page, Key::Escape + "").await;
    page.await_gone("the form", "aside.sheet").await;
    page.find("the panel", By::Css(".panel:focus")).await;
}

async fn await_spoken(page: &Page, part: &str) {
    page.window
        .until(&format!("{part:?} to be said"), async |driver| {
            Ok(driver.find(By::Css("main ~ p.spoken")).await?.inner_html().await?.contains(part).then_some(()))
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_is_built_by_keys_alone_and_all_of_it_undone() {
    let (chrome, _relay, page) = start(Look::default()).await;
    page.dashboards().await;
    tab_to(&page, "button", "New dashboard").await;
    keys(&page, Key::Enter + "").await;
    page.await_title("Untitled dashboard").await;
    page.find("what adds a panel", By::Css("#add-panel:not(:disabled)")).await;

    for (panels, word) in ["bar", "number", "table", "text"].into_iter().enumerate() {
        add_by_keys(&page, word, panels + 1).await;
    }
    keys(&page, Key::Shift + Key::Right + Key::Null).await;
    await_spoken(&page, "columns").await;
    keys(&page, "a").await;
    page.find("the palette", By::Css(".palette [role=combobox]:focus")).await;
    keys(&page, "section" + Key::Enter).await;
    page.find("the section", By::Css(".row-fold:focus")).await;
    keys(&page, "ds").await;
    page.find("the settings", By::Css("dialog[open] :focus")).await;
    tab_to(&page, "input[name=title]", "").await;
    keys(&page, Key::Control + "a" + Key::Null + "Ours").await;
    tab_to(&page, "input[name=tags]", "").await;
    keys(&page, "ops" + Key::Enter).await;
    page.find("the tag", By::Css(".tags .chip")).await;
    keys(&page, Key::Escape + "").await;
    page.await_title("Ours").await;
    page.await_state("saved").await;

    page.window
        .until("all of it undone", async |driver: &WebDriver| {
            driver.find(By::Css("body")).await?.send_keys(Key::Control + "z").await?;
            Ok(driver.find_all(By::Css("[data-turn=undo][aria-disabled=true]")).await?.pop().map(drop))
        })
        .await;
    await_count(&page, "panels", ".panel", 0).await;
    await_count(&page, "sections", ".row", 0).await;
    page.await_title("Untitled dashboard").await;
    end(chrome, page).await;
}

/// Two panels lie beside each other in the uppermost row of the sample; the ground begins left of them.
#[tokio::test(flavor = "multi_thread")]
async fn cards_are_carried_to_their_place_and_a_marquee_selects() {
    let (chrome, _relay, page) = start(Look::default()).await;
    page.enter("Weather").await;
    let before = page.await_panels("the panels", |panels| panels.len() > 1).await.len();
    page.press("Add panel", By::Css("#add-panel")).await;
    let card = page.find("the card of a text", By::Css("[data-card='Text']")).await;
    card.scroll_into_view().await.expect("it is scrolled to");
    let chain = page.window.action_chain().move_to_element_center(&card).click_and_hold().move_by_offset(-300, -20);
    chain.move_to(500, 130).move_to(300, 100).release().perform().await.expect("the card is carried");
    let place = "--x: 0; --y: 0;";
    page.await_panels("one more, at its place", |panels| {
        panels.len() == before + 1 && panels.iter().any(|(title, style)| title == "Text" && style.contains(place))
    })
    .await;
    page.close_form().await;

    page.window
        .until("a marquee that touches panels", async |driver: &WebDriver| {
            let chain = driver.action_chain().move_to(3, 120).click_and_hold().move_to(200, 300);
            chain.move_to(1100, 500).release().perform().await?;
            Ok((driver.find_all(By::Css(".panel-chosen")).await?.len() > 1).then_some(()))
        })
        .await;
    page.find("the bar of the selection", By::Css(".selection-bar")).await;
    end(chrome, page).await;
}
