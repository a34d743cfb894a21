//! The story of an incident: the last hour is looked at, the charts stand still while rows come, one host is filtered by
//! and pinned for everybody, the panel fills the page, its rows are sorted and filtered, and whoever opens the link sees
//! the same.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use jiff::{Timestamp, ToSpan};
use reqwest::Client;
use serde_json::{Value as Json, json};
use thirtyfour::{By, Key};

/// Posts rows of three hosts, a minute apart, the last one just now.
async fn post(relay: &RelayProcess, minutes: u32) {
    let (mut rows, now) = (String::from("time,host,ms\n"), Timestamp::now());
    for minute in 0..minutes {
        for (place, host) in ["api", "db", "web"].iter().enumerate() {
            let at = now - i64::from(minute).minutes();
            rows.push_str(&format!("{at},{host},{}\n", (minute * 7 + 31 * place as u32) % 90));
        }
    }
    let request = Client::new().post(relay.url("/api/v1/tables/latency/rows"));
    let answer = request.header("content-type", "text/csv").body(rows).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap_or_default());
}

/// A dashboard with one chart of that table; gives its path.
async fn dashboard(relay: &RelayProcess) -> String {
    let chart = json!({"title": "Latency", "table": "latency", "x": "time", "y": "ms", "color": "host",
        "layout": {"x": 0, "y": 0, "w": 16, "h": 9}});
    let outline = json!({"schemaVersion": 2, "properties": {"title": "Incident"},
        "children": [{"id": "0000000000000001", "kind": "chart", "properties": chart}]});
    let request = Client::new().post(relay.url("/api/v1/dashboards")).json(&outline);
    let made: Json = request.send().await.expect("an answer").json().await.expect("JSON");
    format!("/d/{}", made["id"].as_str().unwrap_or_else(|| panic!("{made}")))
}

async fn await_query(page: &Page, part: &str) -> String {
    page.window
        .until(&format!("the address to say {part:?}"), async |driver| {
            let query = driver.current_url().await?.query().unwrap_or_default().to_owned();
            Ok(query.contains(part).then_some(query))
        })
        .await
}

/// Waits until the rows say that so many are listed, and gives hosts and values of those in sight.
async fn await_rows(page: &Page, counted: &str) -> (Vec<String>, Vec<String>) {
    page.find(counted, By::XPath(format!("//*[@class='rows']//*[.='{counted}']"))).await;
    let hosts = page.texts("the hosts", ".rows tbody tr:not(.table-space) td:nth-child(2)").await;
    (hosts, page.texts("the values", ".rows tbody tr:not(.table-space) td:nth-child(3)").await)
}

/// What one person pins, the other has above the panels, until it is undone; it stays the own filter of the first.
async fn pinned(page: &Page, other: &Page, relay: &RelayProcess, path: &str) {
    let chip = || By::XPath("//li[contains(@class, 'chip-pinned')]/bdi[.='host: db']");
    page.press("the pin", By::Css("button[aria-label='Pin for everybody: host: db']")).await;
    other.visit(relay, path).await;
    other.find("the filter of everybody", chip()).await;
    page.keys("Latency", Key::Control + "z").await;
    other.await_gone("the filter of everybody", ".chip-pinned").await;
    page.find("the own filter", By::XPath("//li[@class='chip']/bdi[.='host: db']")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_looked_into_and_shared() {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await);
    post(&relay, 120).await;
    let path = dashboard(&relay).await;
    let page = Page::open(&chrome, &relay, Look::default()).await;
    page.visit(&relay, &path).await;
    page.await_picture("Latency", "two hours", |picture| !picture.blank).await;

    page.press("the time range", By::Css(".range-button")).await;
    page.press("the last hour", By::XPath("//dialog//button[.='Last 1 hour']")).await;
    await_query(&page, "from=now-1h&to=now").await;
    page.keys("Latency", "p").await;
    page.find("that it is paused", By::XPath("//*[@class='range-waiting'][.='Paused, 0 new']")).await;
    post(&relay, 4).await;
    page.find("that rows are counted", By::XPath("//*[@class='range-waiting'][.='Paused, 12 new']")).await;

    page.press("my view", By::Css("button[aria-label='My view']")).await;
    page.press("a filter", By::XPath("//*[@role='menuitem'][.='Add a filter']")).await;
    page.press("the field", By::Css("select[name=filter-field] option[value=host]")).await;
    let value = page.find("the value", By::Css("input[name=filter-value]")).await;
    value.send_keys("db" + Key::Enter).await.expect("it is typed");
    await_query(&page, "f.host=db").await;
    let other = Page::open(&chrome, &relay, Look::default()).await;
    pinned(&page, &other, &relay, &path).await;

    page.keys("Latency", "v").await;
    await_query(&page, "view=").await;
    page.press("the field by which is sorted", By::XPath("//button[@class='rows-sort'][.='ms']")).await;
    page.press("the largest first", By::XPath("//th[@aria-sort='ascending']//button")).await;
    let wish = page.find("what is wanted", By::Css("input[aria-label='Rows whose ms has']")).await;
    wish.send_keys(">84").await.expect("it is typed");
    let (hosts, values) = await_rows(&page, "3 of 360 rows").await;
    assert_eq!((hosts, values), (vec!["db".to_owned(); 3], ["89", "88", "87"].map(str::to_owned).to_vec()));

    // Where charts stand still the link holds the window that they show.
    let allowed = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
    page.window.cdp().send_raw("Browser.grantPermissions", allowed).await.expect("chromium takes a permission");
    page.press("my view", By::Css("button[aria-label='My view']")).await;
    page.press("the link", By::XPath("//*[@role='menuitem'][.='Copy a link to my view']")).await;
    page.find("that it is copied", By::XPath("//*[@class='toast'][contains(., 'copied')]")).await;
    let copied = page.window.execute_async("navigator.clipboard.readText().then(arguments[0])", Vec::new()).await;
    let copied: String = copied.expect("the script runs").convert().expect("a text");
    assert!(copied.contains("f.host=db") && !copied.contains("now"), "{copied}");

    other.window.goto(&copied).await.expect("the page loads");
    other.find("the panel that fills the page", By::XPath("//section[@class='full']//h2[.='Latency']")).await;
    other.find("the filter", By::XPath("//li[@class='chip']/bdi[.='host: db']")).await;
    other.press("the field by which is sorted", By::XPath("//button[@class='rows-sort'][.='ms']")).await;
    page.press("the pause", By::Css(".range-pause")).await;
    page.await_gone("what waited", ".range-waiting").await;
    page.find("the panel", By::Css(".full")).await.send_keys(Key::Escape).await.expect("a key");
    page.find("the dashboard", By::XPath("//section[contains(@class, 'panel')][.//h2[.='Latency']]")).await;
    for page in [page, other] {
        page.window.close().await;
    }
    chrome.stop().await;
}
