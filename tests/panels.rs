//! Panels of every kind in real browsers: two people lay out one dashboard in tabs and sections, write, copy, talk
//! about it and lock it. Every window's console must stay silent.

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use serde_json::Value as Json;
use thirtyfour::{By, Key};

/// What a text panel has made of Markdown.
const PROSE: &str = r"
    const prose = document.querySelector('.prose');
    const link = prose?.querySelector('a');
    return prose && link && [prose.querySelector('h3')?.textContent, prose.querySelector('strong')?.textContent,
      [link.href, link.target, link.rel], prose.querySelectorAll('li').length, prose.querySelectorAll('td').length,
      prose.querySelectorAll('script, img').length];";

/// How many rows a table panel has, and how many of them are in the page.
const ROWS: &str = r"
    const table = document.querySelector('.table-scroll table');
    return table && [Number(table.getAttribute('aria-rowcount')), table.rows.length];";

/// Markdown with everything that must and must not become an element.
const MARKDOWN: &str = "# Hello\nSome **bold** [words](https://example.org/) [not these](javascript:alert(1))\n\n- one\n- two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n<script>alert(1)</script><img src=x onerror=alert(1)>";

async fn start() -> (Chrome, RelayProcess, Page, Page) {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start_owned(Some(&page_folder())).await;
    let first = Page::open(&chrome, &relay, Look::default()).await;
    let second = Page::open(&chrome, &relay, Look::default()).await;
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

fn named(role: &str, name: &str) -> By {
    By::XPath(format!("//*[@role='{role}'][normalize-space()='{name}']"))
}

/// Adds something by the palette.
async fn add(page: &Page, what: &str) {
    page.press("Add panel", By::Css("button[aria-label='Add panel']")).await;
    page.press(what, By::Css(format!("[role=option][data-card='{what}']"))).await;
}

/// Chooses from the menu of a panel or a tab.
async fn choose(page: &Page, of: &str, what: &str) {
    let actions = By::XPath(format!("//button[@aria-label='Actions for {of}']"));
    let item = named("menuitem", what);
    page.window
        .until(&format!("{what} in the menu of {of}"), async |driver| {
            let menu = driver.find(actions.clone()).await?;
            if menu.attr("aria-expanded").await?.as_deref() != Some("true") {
                menu.click().await?;
            }
            let Some(item) = driver.find_all(item.clone()).await?.pop() else { return Ok(None) };
            item.click().await.map(Some)
        })
        .await;
}

/// Waits until the tabs are called so, in this order.
async fn await_tabs(page: &Page, expected: &[&str]) {
    page.window
        .until(&format!("the tabs {expected:?}"), async |driver| {
            let mut names = Vec::new();
            for tab in driver.find_all(By::Css("[role=tab]")).await? {
                names.push(tab.text().await?);
            }
            Ok((names == expected).then_some(()))
        })
        .await;
}

async fn await_titles(page: &Page, what: &str, expected: &[&str]) {
    page.await_panels(what, |panels| {
        let titles: Vec<&str> = panels.iter().map(|(title, _)| title.as_str()).collect();
        titles == expected
    })
    .await;
}

async fn await_texts(page: &Page, count: usize) {
    page.window
        .until(&format!("{count} texts"), async |driver| {
            let texts = driver.find_all(By::Css("section.panel[data-kind=text]")).await?;
            Ok((texts.len() == count).then_some(()))
        })
        .await;
}

/// Tabs and sections: what one makes the other sees; which tab is open is each one's own.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_lay_out_one_dashboard() {
    let (chrome, _relay, first, second) = start().await;
    let before: Vec<String> = first.panels().await.into_iter().map(|(title, _)| title).collect();
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    add(&first, "Tab").await;
    for page in [&first, &second] {
        await_tabs(page, &["Tab 1"]).await;
        await_titles(page, "the panels in the first tab", &before).await;
    }
    first.press("Add tab", By::Css("button[aria-label='Add tab']")).await;
    await_tabs(&second, &["Tab 1", "Tab 2"]).await;
    await_titles(&first, "an empty tab", &[]).await;
    await_titles(&second, "the tab that was open", &before).await;

    let tab = first.find("the open tab", By::Css("[role=tab][aria-selected=true]")).await;
    tab.send_keys(Key::F2 + "").await.expect("a tab takes keys");
    let input = first.find("the input of the tab", By::Css(".tabs .title-input")).await;
    input.send_keys(Key::Control + "a" + Key::Null + "Details" + Key::Enter).await.expect("the name is typed");
    await_tabs(&second, &["Tab 1", "Details"]).await;
    let tab = first.find("the open tab", By::Css("[role=tab][aria-selected=true]")).await;
    tab.send_keys(Key::Alt + Key::Left + Key::Null).await.expect("a tab takes keys");
    await_tabs(&second, &["Details", "Tab 1"]).await;

    add(&first, "Section").await;
    second.press("the other tab", named("tab", "Details")).await;
    second.find("the section", By::XPath("//section[@class='row']//h2[normalize-space()='Section 1']")).await;
    second.press("the fold", By::Css(".row-fold")).await;
    first.find("a folded section", By::Css(".row-fold[aria-expanded=false]")).await;

    let tab = first.find("the open tab", By::Css("[role=tab][aria-selected=true]")).await;
    tab.send_keys(Key::Delete + "").await.expect("a tab takes keys");
    await_tabs(&second, &["Tab 1"]).await;
    first.press("Undo", By::XPath("//*[@class='toast']//button[normalize-space()='Undo']")).await;
    await_tabs(&second, &["Details", "Tab 1"]).await;
    end(chrome, [first, second]).await;
}

/// Markdown becomes elements of the page and nothing that runs; a panel is doubled, moved, and copied elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_written_doubled_moved_and_copied() {
    let (chrome, relay, first, second) = start().await;
    add(&first, "Text").await;
    first.write("title", "Notes").await;
    first.write("body", MARKDOWN).await;
    // What is typed arrives in parts.
    let expected = r#"["Hello","bold",["https://example.org/","_blank","noopener"],2,2,0]"#;
    second
        .window
        .until("the whole text", async |driver| {
            let prose = driver.execute(PROSE, Vec::new()).await?.convert::<Option<Json>>()?;
            Ok(prose.map(|prose| prose.to_string()).filter(|prose| prose == expected))
        })
        .await;
    first.close_form().await;

    first.keys("Notes", Key::Control + "d" + Key::Null).await;
    await_texts(&second, 2).await;
    add(&first, "Section").await;
    choose(&first, "Notes", "Move to …").await;
    first.press("the section", By::XPath("//dialog//button[normalize-space()='Section 1']")).await;
    second.find("the panel in the section", By::Css("section.row section.panel[data-kind=text]")).await;

    first.keys("Notes", Key::Control + "c" + Key::Null).await;
    first.find("that it is copied", By::XPath("//*[@class='toast'][contains(., 'Copied')]")).await;
    first.visit(&relay, "/").await;
    first.enter("This machine").await;
    first.keys("CPU", Key::Control + "v" + Key::Null).await;
    await_texts(&first, 1).await;
    end(chrome, [first, second]).await;
}

/// A table has thousands of rows and the page a screenful; what one person chooses in a control is theirs alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_read_and_a_control_is_used() {
    let (chrome, _relay, first, second) = start().await;
    add(&first, "Table").await;
    first.choose("table", "weather").await;
    let rows = first
        .window
        .until("rows", async |driver| driver.execute(ROWS, Vec::new()).await?.convert::<Option<(u64, u64)>>())
        .await;
    assert!(rows.0 > 2_000 && rows.1 < 100, "{rows:?}");
    first.close_form().await;

    add(&first, "Control").await;
    first.write("variable", "where").await;
    first.choose("table", "weather").await;
    first.choose("field", "location").await;
    first.close_form().await;
    add(&first, "Text").await;
    first.write("title", "About").await;
    first.write("body", "Only **$where**").await;
    first.close_form().await;
    first.press("a place", By::Css(".control option[value='Seattle']")).await;
    for (page, shown) in [(&first, "Only Seattle"), (&second, "Only")] {
        page.window
            .until(&format!("the text {shown:?}"), async |driver| {
                let text = driver.find(By::Css(".prose")).await?.text().await?;
                Ok((text == shown).then_some(()))
            })
            .await;
    }
    end(chrome, [first, second]).await;
}

/// What is locked is not changed by who is not an owner, and they are told; talking about it stays open to them.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_locked_is_for_owners() {
    let (chrome, _relay, first, second) = start().await;
    choose(&first, "Temperature", "Lock for owners").await;
    second.find("the lock", By::Css("section.panel .lock-mark")).await;
    first.press("the avatar of the second", By::Css(".people > li:not(.people-me) .avatar")).await;
    first.press("can edit", By::XPath("//*[@id='people-list']//select/option[normalize-space()='Can edit']")).await;
    second
        .window
        .until("no handle on what is locked", async |driver| {
            let handles = "section.panel:has(.lock-mark) .resize";
            Ok(driver.find_all(By::Css(handles)).await?.is_empty().then_some(()))
        })
        .await;
    second.edit("Temperature").await;
    second.find("a form that cannot be filled in", By::Css("aside.sheet [name=title]:disabled")).await;
    second.find("why", By::XPath("//aside//*[contains(., 'Locked: only an owner may change this')]")).await;
    second.close_form().await;
    let before = first.panels().await;
    second.keys("Temperature", Key::Delete).await;
    choose(&second, "Temperature", "Comments").await;
    let box_ = second.find("the box", By::Css(".composer textarea")).await;
    box_.send_keys("Why is this locked?" + (Key::Control + Key::Enter)).await.expect("words are typed");
    first.find("the badge", By::XPath("//section[.//h2[.='Temperature']]//button[@class='badge']")).await;
    assert_eq!(first.panels().await, before);
    end(chrome, [first, second]).await;
}
