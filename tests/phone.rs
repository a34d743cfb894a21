//! The story of a phone: a dashboard on a narrow screen, by fingers alone. A panel is pulled above another by its handle, a
//! chart is pinched, a value is held and can be talked about; a colleague at a desk sees the panel go.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look, Window},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use serde_json::{Value as Json, json};
use thirtyfour::{By, WebElement};

const PHONE: Look = Look { width_css_px: 390, height_css_px: 844 };

/// The title of the panel that stands highest.
const HIGHEST: &str = r"
    const top = (panel) => panel.getBoundingClientRect().top;
    const panels = [...document.querySelectorAll('section.panel')].sort((left, right) => top(left) - top(right));
    return panels[0]?.querySelector('h2')?.textContent;";

/// Whether the page is wider than the screen.
const OVERFLOWS: &str = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";

async fn touch(window: &Window, kind: &str, points: &[(f64, f64)]) {
    let point = |(id, (x, y)): (usize, &(f64, f64))| json!({ "x": x, "y": y, "id": id });
    let points: Vec<Json> = points.iter().enumerate().map(point).collect();
    let touch = json!({ "type": kind, "touchPoints": points });
    window.cdp().send_raw("Input.dispatchTouchEvent", touch).await.expect("chromium takes a touch");
}

async fn middle(element: &WebElement) -> (f64, f64) {
    let bounds = element.rect().await.expect("it has a place");
    (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0)
}

/// Waits until this panel stands highest.
async fn await_highest(page: &Page, title: &str) {
    page.window
        .until(&format!("{title:?} above the others"), async |driver| {
            let highest: Option<String> = driver.execute(HIGHEST, Vec::new()).await?.convert()?;
            Ok((highest.as_deref() == Some(title)).then_some(()))
        })
        .await;
}

/// One finger takes a panel by its handle and lets it go at the top.
async fn pull_up(page: &Page, title: &str) {
    let handle = By::XPath(format!("//section[.//h2[.='{title}']]//span[@class='pull']"));
    let handle = page.find("the handle", handle).await;
    handle.scroll_into_view().await.expect("it can be seen");
    let top: f64 =
        -page.window.execute("return scrollY", Vec::new()).await.expect("runs").convert::<f64>().expect("px");
    let (x, y) = middle(&handle).await;
    let y = y + top;
    touch(&page.window, "touchStart", &[(x, y)]).await;
    for part in [0.8, 0.5, 0.2] {
        touch(&page.window, "touchMove", &[(x, 60.0 + (y - 60.0) * part)]).await;
    }
    touch(&page.window, "touchMove", &[(x, 62.0)]).await;
    touch(&page.window, "touchEnd", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_moves_pinches_and_points() {
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await);
    let desk = Page::open(&chrome, &relay, Look::default()).await;
    desk.enter("Weather").await;
    let page = Page::open(&chrome, &relay, PHONE).await;
    let window = &page.window;
    window.cdp().send_raw("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await.expect("fingers");
    page.enter("Weather").await;
    page.await_picture("Temperature", "the rows", |picture| !picture.blank).await;
    await_highest(&page, "Temperature").await;

    pull_up(&page, "Hottest day").await;
    await_highest(&page, "Hottest day").await;
    desk.await_panels("the panel that was pulled", |panels| {
        panels.first().is_some_and(|(title, _)| title == "Hottest day")
    })
    .await;

    let chart = By::XPath("//section[.//h2[.='Temperature']]//div[@role='application'][.//*[@class='crosshair']]");
    let chart = page.find("the chart", chart).await;
    chart.scroll_into_view().await.expect("it can be seen");
    let top: f64 = window.execute("return scrollY", Vec::new()).await.expect("runs").convert().expect("px");
    let (x, y) = middle(&chart).await;
    let y = y - top;
    touch(window, "touchStart", &[(x - 20.0, y)]).await;
    touch(window, "touchStart", &[(x - 20.0, y), (x + 20.0, y)]).await;
    for apart in [40.0, 60.0, 80.0] {
        touch(window, "touchMove", &[(x - apart, y), (x + apart, y)]).await;
    }
    touch(window, "touchEnd", &[]).await;
    page.window
        .until("the address to say the window", async |driver| {
            Ok(driver.current_url().await?.query().unwrap_or_default().contains("zoom=").then_some(()))
        })
        .await;

    touch(window, "touchStart", &[(x, y)]).await;
    page.find("the values under the finger", By::Css(".tooltip-value")).await;
    touch(window, "touchEnd", &[]).await;
    page.find("a way to comment on it", By::XPath("//button[normalize-space()='Comment on this value']")).await;
    let overflows: bool = window.execute(OVERFLOWS, Vec::new()).await.expect("runs").convert().expect("a flag");
    assert!(!overflows, "the page is wider than the phone");
    for page in [page, desk] {
        page.window.close().await;
    }
    chrome.stop().await;
}
