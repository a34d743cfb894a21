//! Charts under hands: by mouse, by keys and by fingers, in a real browser. What one person looks at is in the address and
//! in nobody else's page. Every window's console must stay silent.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look, Window},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use serde_json::{Value as Json, json};
use thirtyfour::{By, Key, WebElement};

/// A chart over times with two series, and one of bars.
const LINES: &str = "Temperature";
const BARS: &str = "Rain and snow";

/// A spec with a member that no panel has.
const HEAT: &str = r#"{"title": "Heat", "data": {"url": "table:weather"}, "projection": {"type": "mercator"}, "mark": "rect",
  "encoding": {"x": {"field": "date", "timeUnit": "utcmonth", "type": "ordinal"},
    "y": {"field": "date", "timeUnit": "utcyear", "type": "ordinal"},
    "color": {"field": "temp_max", "aggregate": "mean", "type": "quantitative"}}}"#;

async fn start(look: Look) -> (Chrome, RelayProcess, Page) {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start(Some(&page_folder())).await;
    let page = Page::open(&chrome, &relay, look).await;
    page.enter("Weather").await;
    (chrome, relay, page)
}

async fn end(chrome: Chrome, page: Page) {
    page.window.close().await;
    chrome.stop().await;
}

/// The chart of a panel, once it takes keys.
async fn chart(page: &Page, panel: &str) -> WebElement {
    let place =
        format!("//section[.//h2[normalize-space()='{panel}']]//div[@role='application'][.//*[@class='crosshair']]");
    let chart = page.find(&format!("the chart {panel:?}"), By::XPath(place)).await;
    chart.scroll_into_view().await.expect("it can be seen");
    chart
}

/// Waits until the address says something of these names, in this order, and gives it.
async fn await_address(page: &Page, names: &[&str]) -> String {
    page.window
        .until(&format!("the address to say {names:?}"), async |driver| {
            let url = driver.current_url().await?;
            let said: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
            Ok((said == names).then(|| url.query().unwrap_or_default().to_owned()))
        })
        .await
}

async fn drag(page: &Page, chart: &WebElement, from: i64, to: i64) {
    let actions = page.window.action_chain().move_to_element_center(chart).move_by_offset(from, 0);
    actions.click_and_hold().move_by_offset(to - from, 0).release().perform().await.expect("the pointer drags");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mouse_points_selects_filters_and_goes_down() {
    let (chrome, relay, page) = start(Look::default()).await;
    let lines = chart(&page, LINES).await;
    page.window.action_chain().move_to_element_center(&lines).perform().await.expect("the pointer moves");
    let told = page.texts("the values at the pointer", ".tooltip-value").await;
    assert_eq!(told.len(), 2, "one of each series: {told:?}");
    let crossed = By::XPath(format!("//section[.//h2[.='{BARS}']]//*[@class='crosshair-line']"));
    page.find("the same time in the other chart", crossed).await;

    drag(&page, &lines, -100, 100).await;
    let zoomed = await_address(&page, &["panel", "zoom"]).await;
    page.press("the way to filter", By::XPath("//button[normalize-space()='Filter the other charts by this']")).await;
    await_address(&page, &["f.date", "panel", "zoom"]).await;
    page.press("the cross of the chip", By::Css(".chip-remove:not(.chip-pin)")).await;
    assert_eq!(await_address(&page, &["panel", "zoom"]).await, zoomed);
    let path = format!("{}?{zoomed}", page.window.current_url().await.expect("an address").path());
    page.visit(&relay, &path).await;
    page.find("that the link shows the same", By::XPath("//button[normalize-space()='Show all']")).await;
    let lines = chart(&page, LINES).await;
    page.window.action_chain().double_click_element(&lines).perform().await.expect("two clicks");
    await_address(&page, &[]).await;

    let bars = chart(&page, BARS).await;
    page.window
        .action_chain()
        .move_to_element_center(&bars)
        .move_by_offset(0, 60)
        .click()
        .perform()
        .await
        .expect("a click");
    await_address(&page, &["f.date"]).await;
    page.press("the way back", By::Css(".crumbs nav button")).await;
    await_address(&page, &[]).await;

    let entry = page.find("a series in the legend", By::Css(".legend-entry")).await;
    entry.click().await.expect("it is isolated");
    page.find("the other one, hidden", By::Css(".legend-entry[aria-pressed=false]")).await;
    end(chrome, page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_walk_zoom_and_show_the_values() {
    let (chrome, _relay, page) = start(Look::default()).await;
    let lines = chart(&page, LINES).await;
    lines.send_keys(Key::Right + Key::Right + Key::End).await.expect("the chart takes keys");
    let last = page.texts("what is said", ".plot-canvas .spoken").await;
    assert!(last.iter().any(|words| words.contains("Dec 2015")), "{last:?}");
    lines.send_keys("+").await.expect("the chart takes keys");
    await_address(&page, &["panel", "zoom"]).await;
    lines.send_keys("0").await.expect("the chart takes keys");
    await_address(&page, &[]).await;
    lines.send_keys("t").await.expect("the chart takes keys");
    let rows = page.texts("the values", ".values tbody tr").await;
    assert_eq!(rows.len(), 96, "48 months of two series");
    end(chrome, page).await;
}

async fn touch(window: &Window, kind: &str, points: &[(f64, f64)]) {
    let point = |(id, (x, y)): (usize, &(f64, f64))| json!({ "x": x, "y": y, "id": id });
    let points: Vec<Json> = points.iter().enumerate().map(point).collect();
    let touch = json!({ "type": kind, "touchPoints": points });
    window.cdp().send_raw("Input.dispatchTouchEvent", touch).await.expect("chromium takes a touch");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_fingers_pinch_and_a_held_one_points() {
    let (chrome, _relay, page) = start(Look { width_css_px: 390, height_css_px: 844 }).await;
    let window = &page.window;
    window.cdp().send_raw("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await.expect("fingers");
    let bounds = chart(&page, LINES).await.rect().await.expect("it has a place");
    let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
    touch(window, "touchStart", &[(x, y)]).await;
    page.find("the values under the finger", By::Css(".tooltip-value")).await;
    touch(window, "touchEnd", &[]).await;
    touch(window, "touchStart", &[(x - 20.0, y)]).await;
    touch(window, "touchStart", &[(x - 20.0, y), (x + 20.0, y)]).await;
    for apart in [40.0, 60.0, 80.0] {
        touch(window, "touchMove", &[(x - apart, y), (x + apart, y)]).await;
    }
    touch(window, "touchEnd", &[]).await;
    await_address(&page, &["panel", "zoom"]).await;
    end(chrome, page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vega_lite_becomes_a_chart_and_what_is_left_out_is_said() {
    let (chrome, _relay, page) = start(Look::default()).await;
    page.press("Add panel", By::Css("button[aria-label='Add panel']")).await;
    page.press("Import", By::Css("[role=option][data-card='Import Vega-Lite']")).await;
    page.find("the place for a spec", By::Css("dialog textarea")).await.send_keys(HEAT).await.expect("it is typed");
    page.press("Add", By::XPath("//dialog//button[normalize-space()='Add as a panel'][not(@disabled)]")).await;
    let dropped = page.texts("what is left out", ".left-out li").await;
    assert!(dropped.len() == 1 && dropped[0].starts_with("/projection"), "{dropped:?}");
    // What is out of sight is not drawn.
    let panel = page.find("the new panel", By::XPath("//section[.//h2[.='Heat']]")).await;
    panel.scroll_into_view().await.expect("it can be seen");
    page.await_picture("Heat", "a heatmap", |picture| !picture.blank).await;
    end(chrome, page).await;
}
