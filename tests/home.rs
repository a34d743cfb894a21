//! The story of the list: a newcomer takes a template and a CSV file, puts them in order, finds them again, deletes one and
//! changes their mind; an owner empties the trash. Every window's console must stay silent.

use std::{fs, path::PathBuf};

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use tempfile::TempDir;
use thirtyfour::{By, Key};

async fn start() -> (Chrome, RelayProcess, Page) {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await);
    let page = Page::open(&chrome, &relay, Look::default()).await;
    (chrome, relay, page)
}

async fn end(chrome: Chrome, page: Page) {
    page.window.close().await;
    chrome.stop().await;
}

fn button(words: &str) -> By {
    By::XPath(format!("//button[normalize-space()='{words}']"))
}

/// A choice in the menu of a card.
async fn choose(page: &Page, title: &str, choice: &str) {
    let menu =
        format!("//*[contains(@class, 'card-frame')][.//*[normalize-space()='{title}']]//button[@aria-haspopup]");
    page.press("the menu of a card", By::XPath(menu)).await;
    page.press(choice, By::XPath(format!("//*[@role='menuitem'][normalize-space()='{choice}']"))).await;
}

async fn await_list(page: &Page, expected: &[&str]) {
    until(&format!("the list {expected:?}"), async || {
        let mut titles = page.dashboards().await;
        titles.sort();
        (titles == expected).then_some(())
    })
    .await;
}

/// P-150, P-151, P-152.
#[tokio::test(flavor = "multi_thread")]
async fn dashboards_are_filed_found_deleted_and_restored() {
    let (chrome, relay, page) = start().await;
    await_list(&page, &["This machine", "Weather"]).await;
    choose(&page, "Weather", "Move to folder …").await;
    page.find("the name of a folder", By::Css("input[name=folder]"))
        .await
        .send_keys("Ops/Sky" + Key::Enter)
        .await
        .expect("typed");
    page.press("the new folder", By::XPath("//nav//button[starts-with(normalize-space(), 'Sky')]")).await;
    await_list(&page, &["Weather"]).await;
    page.visit(&relay, "/?q=MACHINE").await;
    await_list(&page, &["This machine"]).await;
    page.press("a star", By::Css(".star")).await;
    page.visit(&relay, "/?view=starred").await;
    await_list(&page, &["This machine"]).await;
    page.visit(&relay, "/").await;
    choose(&page, "Weather", "Delete").await;
    await_list(&page, &["This machine"]).await;
    page.press("Undo", By::XPath("//*[@class='toast']//button[normalize-space()='Undo']")).await;
    await_list(&page, &["This machine", "Weather"]).await;
    choose(&page, "Weather", "Delete").await;
    page.visit(&relay, "/?view=trash").await;
    await_list(&page, &["Weather"]).await;
    page.press("restore", button("Restore")).await;
    page.visit(&relay, "/?folder=Ops").await;
    await_list(&page, &["Weather"]).await;
    page.enter("Weather").await;
    page.press("more", By::Css(".bar [aria-haspopup][aria-label='Actions for the dashboard']")).await;
    let acts = page.texts("what an editor may do", "[role=menu] [role=menuitem]").await;
    assert!(acts.iter().all(|act| act != "Share"), "a newcomer gives no rights: {acts:?}");
    end(chrome, page).await;
}

/// P-155, P-152: an editor sees nothing in the trash that would be refused; an owner empties it.
#[tokio::test(flavor = "multi_thread")]
async fn the_trash_is_emptied_by_an_owner() {
    for owned in [false, true] {
        let (folder, chrome) = (page_folder(), Chrome::start().await);
        let relay = match owned {
            true => RelayProcess::start_owned(Some(&folder)).await,
            false => RelayProcess::start(Some(&folder)).await,
        };
        let page = Page::open(&chrome, &relay, Look::default()).await;
        choose(&page, "Weather", "Delete").await;
        page.visit(&relay, "/?view=trash").await;
        page.find("what was deleted", button("Restore")).await;
        if owned {
            page.press("for ever", button("Delete for ever")).await;
            page.press("really", By::Css(".button-danger")).await;
            page.find("an empty trash", By::XPath("//h2[normalize-space()='The trash is empty']")).await;
        } else {
            let acts = page.texts("what an editor may do", ".trashed button").await;
            assert_eq!(acts, ["Restore"]);
        }
        end(chrome, page).await;
    }
}

/// P-154: with the rows that come along, and with a table of one's own that has other names.
#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_put_onto_its_own_rows_and_onto_others() {
    let (chrome, relay, page) = start().await;
    let take = async |table: &str| {
        page.visit(&relay, "/").await;
        page.press("the templates", button("From a template")).await;
        page.press("one of them", By::Css("[data-template=finance]")).await;
        page.choose("table", table).await;
        if !table.is_empty() {
            page.choose("price", "wind").await;
        }
        page.press("make it", By::Css("dialog .button-strong")).await;
        page.await_title("Finance").await;
        page.await_picture("Prices", "the prices", |picture| !picture.blank).await
    };
    let own = take("").await;
    let other = take("weather").await;
    assert_ne!(own.pixels, other.pixels, "other rows");
    end(chrome, page).await;
}

/// P-153: nothing is made until it was looked at; then rows and a chart of them are there.
#[tokio::test(flavor = "multi_thread")]
async fn a_csv_file_is_looked_at_and_becomes_a_dashboard() {
    let (chrome, relay, page) = start().await;
    let folder = TempDir::new().expect("a folder");
    let path: PathBuf = folder.path().join("Rain 2024.csv");
    fs::write(&path, "day,town,mm\n2024-01-01,York,3.5\n2024-01-01,Bath,1\n2024-01-02,York,\n2024-01-02,Bath,7\n")
        .expect("a file");
    page.press("import", button("Import")).await;
    let input = page.find("the file", By::Css("input[type=file]")).await;
    input.send_keys(path.to_str().expect("a path")).await.expect("chosen");
    let columns = page.texts("the columns", ".preview th").await;
    assert_eq!(columns, ["day\ntime", "town\ntext", "mm\nnumber"]);
    let tables = reqwest::get(relay.url("/api/v1/tables")).await.expect("an answer").text().await.expect("a text");
    assert!(!tables.contains("rain_2024"), "{tables}");
    page.press("make it", button("Make table and dashboard")).await;
    page.await_title("Rain 2024").await;
    page.await_picture("Rain 2024", "the rows", |picture| !picture.blank).await;
    end(chrome, page).await;
}
