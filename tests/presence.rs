//! Presence in real browsers: two people, in windows of their own and of different widths, see each other point, drag
//! and go along; what one may do changes while the page is open; who says nothing any more is not seen.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    actor::Actor,
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
    wire_client::WireClient,
};
use document::ClientId;
use protocol::FromClient;
use serde_json::json;
use thirtyfour::{By, Key};

/// Low windows, so that there is something to scroll; of different widths, so that a pixel says nothing.
const LEFT: Look = Look { width_css_px: 1100, height_css_px: 480 };
const RIGHT: Look = Look { width_css_px: 1500, height_css_px: 480 };

/// Where the other's pointer is, in shares of a panel's width and height.
const POINTED: &str = r"
    const pointer = document.querySelector('.pointer')?.getBoundingClientRect();
    const panels = [...document.querySelectorAll('section.panel')];
    const panel = panels.find((panel) => panel.querySelector('h2')?.textContent === arguments[0]).getBoundingClientRect();
    const tip = document.documentElement.dir === 'rtl' ? 'right' : 'left';
    return pointer && [(pointer[tip] - panel.left) / panel.width, (pointer.top - panel.top) / panel.height];";

/// Counts what changes in the page, the layers of pointers aside.
const COUNT_CHANGES: &str = r"
    window.changes = [];
    const note = ({ target }) => {
      const element = target instanceof Element ? target : target.parentElement;
      if (!element?.closest('.companions')) window.changes.push(element?.outerHTML.slice(0, 200));
    };
    new MutationObserver((records) => records.forEach(note))
      .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });";

async fn start() -> (Chrome, RelayProcess, Page, Page) {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start_owned(Some(&page_folder())).await;
    let first = Page::open(&chrome, &relay, LEFT).await;
    let second = Page::open(&chrome, &relay, RIGHT).await;
    for page in [&first, &second] {
        page.enter("Weather").await;
    }
    for page in [&first, &second] {
        page.await_people(2).await;
    }
    (chrome, relay, first, second)
}

async fn end(chrome: Chrome, pages: impl IntoIterator<Item = Page>) {
    for page in pages {
        page.window.close().await;
    }
    chrome.stop().await;
}

/// Moves the pointer to the middle of a panel.
async fn point_at(page: &Page, panel: &str) {
    let panel = By::XPath(format!("//section[.//h2[normalize-space()='{panel}']]"));
    page.window
        .until("a panel to point at", async |driver| {
            let panel = driver.find(panel.clone()).await?;
            driver.action_chain().move_to_element_center(&panel).perform().await.map(Some)
        })
        .await;
}

async fn await_pointer_on(page: &Page, panel: &str) {
    page.window
        .until(&format!("the other's pointer in the middle of {panel:?}"), async |driver| {
            let at: Option<(f64, f64)> = driver.execute(POINTED, vec![json!(panel)]).await?.convert()?;
            Ok(at.filter(|(x, y)| (x - 0.5).abs() < 0.02 && (y - 0.5).abs() < 0.02))
        })
        .await;
}

async fn number(page: &Page, script: &str) -> f64 {
    page.window.execute(script, Vec::new()).await.expect("the script runs").convert().expect("a number")
}

/// P-101: the same spot of the grid in a narrower and a wider window and in one that is read from right to left, and
/// nothing but the pointer changes in the page.
#[tokio::test]
async fn a_pointer_is_seen_at_the_same_spot_in_windows_of_different_widths() {
    let (chrome, relay, first, second) = start().await;
    for panel in ["Temperature", "Hottest day"] {
        second.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
        point_at(&first, panel).await;
        await_pointer_on(&second, panel).await;
    }
    second.window.execute(COUNT_CHANGES, Vec::new()).await.expect("the script runs");
    for panel in ["Temperature", "Hottest day", "Temperature"] {
        point_at(&first, panel).await;
        await_pointer_on(&second, panel).await;
    }
    let changes = second.window.execute("return window.changes", Vec::new()).await.expect("the script runs");
    assert_eq!(*changes.json(), json!([]), "only the pointer moved");
    let address = second.window.current_url().await.expect("an address");
    second.visit(&relay, &format!("{}?lang=ar", address.path())).await;
    second.await_picture("Temperature", "something drawn", |picture| !picture.blank).await;
    for panel in ["Hottest day", "Temperature"] {
        point_at(&first, panel).await;
        await_pointer_on(&second, panel).await;
    }
    end(chrome, [first, second]).await;
}

/// A panel under somebody's pointer is seen where it would lie, before it is let go.
#[tokio::test]
async fn what_somebody_drags_is_seen_before_it_is_dropped() {
    let (chrome, _relay, first, second) = start().await;
    let before = second.panels().await;
    let header = By::XPath("//header[.//h2[normalize-space()='Temperature']]//h2");
    first
        .window
        .until("a panel that can be held", async |driver| {
            let header = driver.find(header.clone()).await?;
            let hold = driver.action_chain().click_and_hold_element(&header).move_by_offset(300, 40);
            hold.move_by_offset(60, 40).perform().await.map(Some)
        })
        .await;
    let outline = second.find("where it would lie", By::Css(".cell-drag")).await;
    let style = until("the outline's place", async || outline.attr("style").await.ok().flatten()).await;
    assert!(style.starts_with("--x: "), "{style}");
    assert_eq!(second.panels().await, before, "nothing is moved yet");
    let theirs = style_of(&first, ".cell-target").await;
    until("the place that the first window shows too", async || {
        (style_of(&second, ".cell-drag").await == theirs).then_some(())
    })
    .await;
    first.window.action_chain().release().perform().await.expect("the panel is let go");
    second.await_panels("the dropped panel", |panels| *panels != before).await;
    second.await_gone("the outline", ".cell-drag").await;
    end(chrome, [first, second]).await;
}

/// What somebody has selected is outlined in their colour, and no longer once they select something else.
#[tokio::test]
async fn what_somebody_selects_is_outlined() {
    let (chrome, _relay, first, second) = start().await;
    let outlined =
        "return [...document.querySelectorAll('.panel-selected h2')].map((title) => title.textContent).join()";
    for panel in ["Hottest day", "Wettest day"] {
        first.keys(panel, "").await;
        second
            .window
            .until("the outline", async |driver| {
                let titles = driver.execute(outlined, Vec::new()).await?.convert::<String>()?;
                Ok((titles == panel).then_some(()))
            })
            .await;
    }
    end(chrome, [first, second]).await;
}

async fn style_of(page: &Page, selector: &str) -> String {
    let script = "return document.querySelector(arguments[0])?.getAttribute('style').replace(/\\s+/g, ' ') ?? ''";
    let style = page.window.execute(script, vec![json!(selector)]).await.expect("the script runs");
    style.convert().expect("a text")
}

/// P-103: the page goes along until its own person does anything; the one who is followed sees how many follow.
#[tokio::test]
async fn following_goes_along_and_ends_with_the_first_own_act() {
    const TOP: &str = "return document.querySelector('.grid').getBoundingClientRect().top";
    let (chrome, _relay, first, second) = start().await;
    second.press("the avatar of the first", By::Css(".people > li:not(.people-me) .avatar")).await;
    second.press("follow", By::Css(".people-list [aria-pressed=false]")).await;
    second.find("whom one follows", By::Css(".follow-bar")).await;
    let followed = first.find("that somebody follows", By::Css(".people-followers")).await;
    assert_eq!(followed.inner_html().await.expect("words"), "1 person follows you");
    for scroll in [300, 120] {
        first.window.execute(format!("window.scrollTo(0, {scroll})"), Vec::new()).await.expect("the script runs");
        until("the same height in both windows", async || {
            let (first, second) = (number(&first, TOP).await, number(&second, TOP).await);
            ((first - second).abs() < 1.5).then_some(())
        })
        .await;
    }
    second.window.active_element().await.expect("an element").send_keys(Key::Escape + Key::Null).await.expect("a key");
    second.await_gone("the bar", ".follow-bar").await;
    first.await_gone("the follower", ".people-followers").await;
    let stayed = number(&second, TOP).await;
    first.window.execute("window.scrollTo(0, 0)", Vec::new()).await.expect("the script runs");
    // The pointer is told with the height of the page, so whoever sees it has heard of both.
    point_at(&first, "Temperature").await;
    await_pointer_on(&second, "Temperature").await;
    assert!((number(&second, TOP).await - stayed).abs() < 0.5, "the way back is not shared any more");
    end(chrome, [first, second]).await;
}

/// Whoever one follows goes away: that is said, and the page is one's own again.
#[tokio::test]
async fn following_ends_when_the_other_leaves() {
    let (chrome, relay, first, second) = start().await;
    second.press("the avatar of the first", By::Css(".people > li:not(.people-me) .avatar")).await;
    second.press("follow", By::Css(".people-list [aria-pressed=false]")).await;
    second.find("whom one follows", By::Css(".follow-bar")).await;
    first.visit(&relay, "/").await;
    second.find("that the other left", By::XPath("//*[contains(@class, 'toast')][contains(., 'went offline')]")).await;
    second.await_gone("the bar", ".follow-bar").await;
    end(chrome, [first, second]).await;
}

/// P-28, P-37: an owner lowers a role while its form is open; it can do nothing at once, and is told so.
#[tokio::test]
async fn a_role_is_lowered_while_a_form_is_open() {
    let (chrome, _relay, first, second) = start().await;
    second.edit("Temperature").await;
    second.write("title", "Allowed").await;
    first.await_panels("the title", |panels| panels.iter().any(|(title, _)| title == "Allowed")).await;
    first.press("the avatar of the second", By::Css(".people > li:not(.people-me) .avatar")).await;
    first.press("can view", By::XPath("//*[@id='people-list']//select/option[normalize-space()='Can view']")).await;
    second.await_state("read-only").await;
    second.find("a form that cannot be filled in", By::Css("aside.sheet [name=title]:disabled")).await;
    second.find("what they may do now", By::XPath("//*[contains(@class, 'toast')][contains(., 'only look')]")).await;
    let before = second.panels().await;
    second.close_form().await;
    second.keys("Allowed", Key::Delete).await;
    first.press("can edit", By::XPath("//*[@id='people-list']//select/option[normalize-space()='Can edit']")).await;
    second.await_state("saved").await;
    assert_eq!(first.panels().await, before, "nobody deleted anything");
    second.keys("Allowed", Key::Delete).await;
    first.await_panels("a panel less", |panels| panels.len() + 1 == before.len()).await;
    end(chrome, [first, second]).await;
}

/// P-27: somebody whose program stopped is not seen any more after 10 s, and again with their next word.
#[tokio::test]
async fn who_is_silent_is_not_seen() {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start(Some(&page_folder())).await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    page.enter("Weather").await;
    let address = page.window.current_url().await.expect("an address");
    let dashboard = address.path().rsplit('/').next().expect("an id").to_owned();
    let actor = Actor::new(ClientId::from_bytes([7; 8]));
    let mut silent = WireClient::connect(&relay.address(), &dashboard, actor).await.expect("the relay is up");
    page.await_people(2).await;
    page.await_people(1).await;
    silent.say(&FromClient::Heartbeat).await.expect("the relay has not given up yet");
    page.await_people(2).await;
    drop(silent);
    page.await_people(1).await;
    end(chrome, [page]).await;
}
