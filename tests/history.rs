//! History: looking back, restoring, naming and drafting as people do it: the built page in real browsers against the
//! real relay. Every window's console must stay silent.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use serde_json::json;
use thirtyfour::{By, Key};

/// A phone, in css px.
const PHONE: Look = Look { width_css_px: 390, height_css_px: 844 };

/// A dashboard of the examples in a window that has drawn it.
struct Desk {
    chrome: Chrome,
    relay: RelayProcess,
    page: Page,
}

impl Desk {
    async fn open() -> Self {
        let chrome = Chrome::start().await;
        let relay = RelayProcess::start(Some(&page_folder())).await;
        let page = Page::open(&chrome, &relay, Look::default()).await;
        page.enter("Weather").await;
        Self { chrome, relay, page }
    }

    /// Another person on the same dashboard.
    async fn join(&self) -> Page {
        let page = Page::open(&self.chrome, &self.relay, Look::default()).await;
        page.enter("Weather").await;
        page
    }

    /// Puts the number at which the dashboard stands into the address of another window.
    async fn visit(&self, page: &Page, query: &str) {
        let address = self.page.window.current_url().await.expect("an address");
        page.visit(&self.relay, &format!("{}{query}", address.path())).await;
    }

    async fn close(self, others: impl IntoIterator<Item = Page>) {
        for page in others.into_iter().chain([self.page]) {
            page.window.close().await;
        }
        self.chrome.stop().await;
    }
}

/// Renames a panel by its form.
async fn rename(page: &Page, panel: &str, title: &str) {
    page.edit(panel).await;
    page.write("title", title).await;
    page.close_form().await;
    page.await_panels("the new title", |panels| panels.iter().any(|(shown, _)| shown == title)).await;
    page.await_state("saved").await;
}

async fn open_history(page: &Page) {
    page.press("the history", By::Css("#open-history")).await;
    page.find("the sheet", By::Css("aside.sheet .history-sitting")).await;
}

async fn await_query(page: &Page, query: Option<&str>) {
    page.window
        .until(&format!("the address with {query:?}"), async |driver| {
            Ok((driver.current_url().await?.query() == query).then_some(()))
        })
        .await;
}

fn has(panels: &[(String, String)], title: &str) -> bool {
    panels.iter().any(|(shown, _)| shown == title)
}

fn button(words: &str) -> By {
    By::XPath(format!("//button[normalize-space()='{words}']"))
}

/// Chooses from a menu: presses its button until it is open, since the list may be drawn anew meanwhile.
async fn choose(page: &Page, menu: &str, choice: &str) {
    let (menu, choice) =
        (By::XPath(menu.to_owned()), By::XPath(format!("//button[@role='menuitem'][normalize-space()='{choice}']")));
    page.window
        .until("a choice of the menu", async |driver| {
            let button = driver.find(menu.clone()).await?;
            if button.attr("aria-expanded").await?.as_deref() != Some("true") {
                button.click().await?;
            }
            let Some(choice) = driver.find_all(choice.clone()).await?.pop() else { return Ok(None) };
            choice.click().await.map(Some)
        })
        .await;
}

/// P-63: `?at=` shows the dashboard as it was, read only and drawn; the slider moves through the changes by keys, the
/// address follows, and all comes back as a new gesture that everybody sees.
#[tokio::test(flavor = "multi_thread")]
async fn the_slider_moves_through_time_and_all_comes_back() {
    let desk = Desk::open().await;
    let second = desk.join().await;
    let before = desk.page.panels().await;
    rename(&desk.page, "Temperature", "Heat").await;
    desk.page.keys("Hottest day", Key::Delete).await;
    desk.page.await_panels("a panel less", |panels| !has(panels, "Hottest day")).await;
    desk.page.await_state("saved").await;
    desk.visit(&second, "?at=1").await;
    second.await_panels("the panels of the beginning", |panels| *panels == before).await;
    second.await_picture("Temperature", "something drawn", |picture| !picture.blank && picture.version == 1).await;
    second.find("that it is the past", By::XPath("//*[@class='past-words'][starts-with(., 'As it was')]")).await;
    assert!(second.window.find_all(By::Css(".resize")).await.expect("an answer").is_empty(), "the past is read only");
    let slider = second.find("the slider", By::Css(".time-slider input")).await;
    slider.send_keys(Key::End).await.expect("a slider takes keys");
    second.await_panels("the newest panels", |panels| has(panels, "Heat") && !has(panels, "Hottest day")).await;
    let newest = slider.attr("max").await.expect("an attribute").expect("a newest change");
    await_query(&second, Some(&format!("at={newest}"))).await;
    second.press("the change before", By::Css("button[aria-label='Previous change']")).await;
    second.await_panels("the deleted panel", |panels| has(panels, "Heat") && has(panels, "Hottest day")).await;
    slider.send_keys(Key::Home + Key::Right).await.expect("a slider takes keys");
    second.await_panels("the panels of the beginning", |panels| *panels == before).await;
    await_query(&second, Some("at=1")).await;
    second.press("restore all", button("Restore all")).await;
    await_query(&second, None).await;
    desk.page.await_panels("what was restored, in the other window", |panels| *panels == before).await;
    second.await_gone("the bar of the past", ".past-bar").await;
    desk.close([second]).await;
}

/// A moment that is not there yet is told in words, and the way back is one press.
#[tokio::test(flavor = "multi_thread")]
async fn a_moment_that_is_not_there_is_told_and_a_phone_shows_all_of_the_bar() {
    let desk = Desk::open().await;
    let now = desk.page.panels().await;
    desk.page.window.expect_in_console("404 (Not Found)");
    desk.visit(&desk.page, "?at=4000").await;
    let words = By::XPath("//*[@class='past-words'][starts-with(., 'It cannot be shown as it was')]");
    desk.page.find("why it is not shown", words).await;
    desk.page.press("the way back", By::Css("#back-to-now")).await;
    desk.page.await_panels("the panels of now", |panels| *panels == now).await;
    await_query(&desk.page, None).await;
    desk.page.window.resize(PHONE).await;
    desk.visit(&desk.page, "?at=1").await;
    desk.page.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    let wide = "return [document.documentElement, ...document.querySelectorAll('.past-bar, .bar')]
        .filter(it => it.scrollWidth > it.clientWidth).map(it => it.className || it.tagName)";
    let overflows = desk.page.window.execute(wide, Vec::new()).await.expect("the script runs");
    assert_eq!(*overflows.json(), json!([]), "390 css px");
    desk.close([]).await;
}

/// P-62: who wrote a property leads to its history, which brings the value back; a panel comes back whole.
#[tokio::test(flavor = "multi_thread")]
async fn blame_leads_to_a_value_and_a_panel_comes_back_whole() {
    let desk = Desk::open().await;
    let page = &desk.page;
    page.edit("Temperature").await;
    page.press("area", By::Css("[data-mark=area]")).await;
    page.write("title", "Heat").await;
    page.await_state("saved").await;
    page.press("who changed this", button("Who changed this")).await;
    page.press("the history of the mark", By::Css("button[aria-label='History of “Drawn as”']")).await;
    let line = "//aside//li[contains(., '“Drawn as” of “Temperature” from Line to Area')]";
    page.find("the change of the mark", By::XPath(line)).await;
    let others = By::XPath("//aside//li[contains(., '“Title”')]");
    assert!(page.window.find_all(others).await.expect("an answer").is_empty(), "only the mark is listed");
    page.press("the value as it was", By::XPath(format!("{line}//button[normalize-space()='Restore']"))).await;
    page.find("nothing more to restore", By::XPath(format!("{line}//button[@disabled]"))).await;
    page.press("all changes", By::XPath("//aside//option[.='All changes']")).await;
    let menu = "(//aside//li[contains(., '“Title” of')]//button[@aria-label='More about this change'])[1]";
    choose(page, menu, "Restore “Temperature” to before this").await;
    page.await_panels("the old title", |panels| has(panels, "Temperature") && !has(panels, "Heat")).await;
    desk.close([]).await;
}

/// A named version is listed for everybody, opens, brings all back, and loses its name again.
#[tokio::test(flavor = "multi_thread")]
async fn a_named_version_opens_and_brings_all_back() {
    let desk = Desk::open().await;
    let page = &desk.page;
    let before = page.panels().await;
    open_history(page).await;
    page.press("naming", button("Name this state")).await;
    let input = page.find("the name", By::Css("input[name=version]")).await;
    input.send_keys("Before the demo" + Key::Enter).await.expect("a name is typed");
    page.find("the named version", By::XPath("//bdi[@class='version-name'][.='Before the demo']")).await;
    page.press("close", By::Css("aside.sheet button[aria-label='Close']")).await;
    rename(page, "Temperature", "Heat").await;
    let second = desk.join().await;
    open_history(&second).await;
    second.press("looking at it", By::Css("button[title='Look at “Before the demo”']")).await;
    second.await_panels("the panels of then", |panels| *panels == before).await;
    second.find("its name", By::XPath("//*[@class='past-words'][contains(., 'Before the demo')]")).await;
    second.press("restoring", By::Css("button[title='Restore everything as in “Before the demo”']")).await;
    page.await_panels("the panels of then, in the other window", |panels| *panels == before).await;
    second.press("deleting the name", By::Css("button[aria-label='Delete the name “Before the demo”']")).await;
    second.await_gone("the name", ".version-name").await;
    desk.close([second]).await;
}

/// A draft is edited by one and seen by nobody else; published, it is in the other's window, with a report of what it
/// replaced.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_published_into_the_others_window() {
    let desk = Desk::open().await;
    let page = &desk.page;
    let second = desk.join().await;
    let published = page.window.current_url().await.expect("an address");
    choose(page, "//button[@aria-label='Actions for the dashboard']", "New draft").await;
    page.find("the bar of the draft", By::Css(".draft-bar")).await;
    page.await_state("saved").await;
    rename(page, "Temperature", "Heat").await;
    assert!(has(&second.panels().await, "Temperature"), "nobody else sees a draft");
    rename(&second, "Temperature", "Warmth").await;
    page.press("the differences", button("Show differences")).await;
    page.find("a difference", By::XPath("//dialog//li[contains(., 'from “Warmth” to “Heat”')]")).await;
    page.press("close", By::Css("dialog button[aria-label='Close']")).await;
    page.press("publish", button("Publish")).await;
    second.await_panels("what was published", |panels| has(panels, "Heat")).await;
    page.find("the report", By::XPath("//dialog//p[contains(., 'published')]")).await;
    page.find("what it replaced", By::XPath("//dialog//li[contains(., 'had written it')]//a")).await;
    page.press("close", By::Css("dialog button[aria-label='Close']")).await;
    until("the address of the dashboard", async || {
        let shown = page.window.current_url().await.expect("an address");
        (shown == published).then_some(())
    })
    .await;
    page.await_panels("what was published", |panels| has(panels, "Heat")).await;
    desk.close([second]).await;
}
