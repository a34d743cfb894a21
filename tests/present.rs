//! Stories of a dashboard that is shown to others: two people who mention each other, a page elsewhere that may show it
//! and one that may not, a wall on which tabs take turns, and a file that is called off and then made.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    host_page::HostPage,
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use serde_json::{Value, json};
use thirtyfour::{By, Key};

/// The name that this browser has made up for its person.
const NAME: &str = "return JSON.parse(localStorage.getItem('ashboard.person')).name;";
/// What the element in a foreign page has said of a kind, newest first.
const HEARD: &str =
    "return window.heard.filter(([kind]) => kind === arguments[0]).map(([, detail]) => detail).reverse();";
/// What canvases in the frame show: how often they were drawn, in all.
const DRAWN: &str =
    "return [...document.querySelectorAll('canvas')].reduce((sum, it) => sum + Number(it.dataset.drawn ?? 0), 0);";

fn item(words: &str) -> By {
    By::XPath(format!("//*[@role='menuitem'][normalize-space()='{words}']"))
}

fn button(words: &str) -> By {
    By::XPath(format!("//button[normalize-space()='{words}']"))
}

async fn open_menu(page: &Page) {
    page.press("the menu", By::Css(".bar [aria-haspopup][aria-label='Actions for the dashboard']")).await;
}

async fn run(page: &Page, script: &str, arguments: Vec<Value>) -> Value {
    page.window.execute(script, arguments).await.expect("the script runs").json().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_mentioned_sees_it_and_answers() {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start_owned(Some(&page_folder())).await;
    let ada = Page::open(&chrome, &relay, Look::default()).await;
    let bob = Page::open(&chrome, &relay, Look::default()).await;
    for page in [&ada, &bob] {
        page.enter("Weather").await;
        page.find("the bell", By::Css(".notices-bell")).await;
    }
    ada.await_people(2).await;
    let name = run(&bob, NAME, vec![]).await;
    let name = name.as_str().expect("a name");
    ada.press("the menu of the panel", By::XPath("//button[@aria-label='Actions for Temperature']")).await;
    ada.press("comments", item("Comments")).await;
    let area = ada.find("the box", By::Css(".composer textarea")).await;
    area.send_keys("Look here, @").await.expect("typed");
    area.send_keys(&name[..3]).await.expect("typed");
    ada.find("the name", By::XPath(format!("//*[@role='option'][normalize-space()='{name}']"))).await;
    area.send_keys(Key::Enter + "").await.expect("typed");
    // Half a comment survives that its sheet is closed.
    area.send_keys(Key::Escape + "").await.expect("typed");
    ada.await_gone("the comments", "aside.sheet").await;
    ada.press("the menu of the panel", By::XPath("//button[@aria-label='Actions for Temperature']")).await;
    ada.press("comments", item("Comments")).await;
    let area = ada.find("the box", By::Css(".composer textarea")).await;
    assert_eq!(area.prop("value").await.expect("a text").as_deref(), Some(&*format!("Look here, @{name} ")));
    area.send_keys(Key::End + "a peak").await.expect("typed");
    area.send_keys(Key::Control + Key::Enter).await.expect("typed");

    bob.press("the bell that counts", By::Css(".notices-bell[data-unread='1']")).await;
    bob.press("the notice", By::Css("#notices .notice-new")).await;
    bob.find("himself in what was said", By::Css(".thread .mention-me")).await;
    bob.find("a bell without a number", By::Css(".notices-bell[data-unread='0']")).await;
    let reply = bob.find("the box for an answer", By::Css(".thread .composer textarea")).await;
    reply.send_keys("The wind turned." + (Key::Control + Key::Enter)).await.expect("typed");
    ada.press("the bell that counts", By::Css(".notices-bell[data-unread='1']")).await;
    ada.find("what was done lately", By::XPath("//*[@class='activity-lines']//span[contains(., 'commented on')]"))
        .await;
    for page in [ada, bob] {
        page.window.close().await;
    }
    chrome.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_elsewhere_shows_it_where_the_link_names_that_page() {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start_owned(Some(&page_folder())).await;
    let (mut named, mut other) = (HostPage::reserve().await, HostPage::reserve().await);
    let owner = Page::open(&chrome, &relay, Look::default()).await;
    owner.enter("Weather").await;
    open_menu(&owner).await;
    owner.press("share", item("Share")).await;
    let pages = owner.find("the pages that may show it", By::Css("input[name=link-pages]")).await;
    pages.send_keys(named.origin()).await.expect("typed");
    owner.press("make a link", button("Make link")).await;
    let code = owner.find("the code of the element", By::Css(".share-copied:last-child input")).await;
    let code = code.prop("value").await.expect("a property").expect("a code");
    assert!(code.contains("/embed.js") && code.contains("<ashboard-embed src="), "{code}");
    owner.press("close", By::Css("dialog .dialog-head button")).await;

    let listen = "<script>window.heard = []; for (const kind of ['ready', 'resize', 'select', 'error'])
        document.querySelector('ashboard-embed').addEventListener(kind, (event) => heard.push([kind, event.detail]));</script>";
    let html = format!(
        "<!doctype html><meta charset='utf-8'><title>Host</title><link rel='icon' href='data:,'>{code}{listen}"
    );
    named.serve(&html);
    other.serve(&html);

    let foreign = chrome.open(Look::default()).await;
    foreign.goto(named.origin()).await.expect("the page loads");
    let heard = async |kind: &str, fits: &dyn Fn(&Value) -> bool| {
        foreign
            .until(kind, async |driver| {
                let heard = driver.execute(HEARD, vec![json!(kind)]).await?;
                let heard = heard.json().as_array().cloned().unwrap_or_default();
                Ok(heard.into_iter().find(|detail| fits(detail)))
            })
            .await
    };
    let ready = heard("ready", &|detail: &Value| detail["title"] == "Weather").await;
    let panel = ready["panels"].as_array().expect("panels").iter().find(|panel| panel["title"] == "Temperature");
    let panel = panel.expect("the panel is named")["id"].as_str().expect("an id").to_owned();
    let whole = heard("resize", &|detail: &Value| detail["height"].as_f64().is_some_and(|height| height > 500.0)).await;
    owner.rename("Weather today").await;
    heard("ready", &|detail: &Value| detail["title"] == "Weather today").await;

    let alone = "document.querySelector('ashboard-embed').setAttribute('panel', arguments[0]);";
    foreign.execute(alone, vec![json!(panel)]).await.expect("the script runs");
    heard("resize", &|detail: &Value| detail["height"].as_f64() < whole["height"].as_f64()).await;
    let element = foreign.find(By::Css("ashboard-embed")).await.expect("the element");
    let frame = element.get_shadow_root().await.expect("an open root").find(By::Css("iframe")).await.expect("a frame");
    frame.enter_frame().await.expect("the frame of a page elsewhere");
    foreign
        .until("one panel that is drawn, and no bar", async |driver| {
            let panels = driver.find_all(By::Css("section.panel")).await?.len();
            let bars = driver.find_all(By::Css(".bar")).await?.len();
            let drawn = driver.execute(DRAWN, vec![]).await?.json().as_f64();
            Ok(((panels, bars) == (1, 0) && drawn > Some(0.0)).then_some(()))
        })
        .await;
    foreign.enter_default_frame().await.expect("the page around it");

    foreign.goto(other.origin()).await.expect("the page loads");
    foreign
        .until("that the browser refuses", async |driver| {
            let entries = driver.browser_log().await?;
            Ok(entries.iter().any(|entry| entry.message.contains("frame-ancestors")).then_some(()))
        })
        .await;
    let silent = foreign.execute("return window.heard.length;", vec![]).await.expect("the script runs");
    assert_eq!(silent.json(), &json!(0), "a page that is not named hears nothing");
    foreign.expect_in_console("frame");
    foreign.close().await;
    owner.window.close().await;
    chrome.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_take_turns_on_a_wall_and_a_file_is_called_off_and_made() {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start_owned(Some(&page_folder())).await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    page.enter("Weather").await;
    page.press("add", By::Css("button[aria-label='Add panel']")).await;
    page.press("a tab", By::Css("[role=option][data-card='Tab']")).await;
    page.press("another tab", By::Css("button[aria-label='Add tab']")).await;
    page.find("the tab", By::XPath("(//*[@role='tab'])[2]")).await;
    page.await_state("saved").await;
    let tab = "return new URLSearchParams(location.search).get('tab');";
    let first = run(&page, tab, vec![]).await;
    open_menu(&page).await;
    page.press("present", item("Present")).await;
    page.find("the bar of the kiosk", By::Css(".kiosk-bar")).await;
    let hidden = page.window.find(By::Css(".bar")).await.expect("the bar").is_displayed().await.expect("a style");
    assert!(!hidden, "nothing but the dashboard");
    page.press("every 5 seconds", By::Css(".kiosk-bar select[name=rotate] option[value='5']")).await;
    page.find("a kiosk that rests", By::Css(".kiosk-rests .kiosk-bar[data-rests=true]")).await;
    page.window
        .until("the other tab", async |driver| Ok((driver.execute(tab, vec![]).await?.json() != &first).then_some(())))
        .await;
    page.window.find(By::Css("body")).await.expect("the page").send_keys(Key::Escape + "").await.expect("a key");
    page.await_gone("the kiosk", ".kiosk-bar").await;

    open_menu(&page).await;
    page.press("a file", item("Save as PDF or PNG …")).await;
    // The largest picture takes long enough to be called off.
    let option = |select: &str, which: &str| By::Css(format!(".export select[name={select}] option:{which}"));
    page.press("a picture", option("format", "last-of-type")).await;
    page.press("the largest", option("size", "last-of-type")).await;
    page.press("save", By::Css(".export button[type=submit]")).await;
    page.press("cancel", By::Css(".export-progress + .button")).await;
    page.find("that nothing was saved", By::XPath("//*[@role='status'][contains(., 'Nothing was saved')]")).await;
    until("the relay to stop drawing", async || relay.said().contains("an export was called off").then_some(())).await;
    page.press("a document", option("format", "first-of-type")).await;
    page.press("save", By::Css(".export button[type=submit]")).await;
    page.find("that it was saved", By::XPath("//*[contains(@class, 'toast')][contains(., 'Saved as Weather.pdf')]"))
        .await;
    page.window.close().await;
    chrome.stop().await;
}
