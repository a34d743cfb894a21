//! The form of a chart: somebody builds a chart from nothing by dragging, by pressing and by keys, says what happens to its
//! rows and how it looks, and types into its spec; somebody else sees it. Every window's console must stay silent.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::RelayProcess,
};
use thirtyfour::{By, Key};

async fn open(chrome: &Chrome, relay: &RelayProcess) -> Page {
    let page = Page::open(chrome, relay, Look::default()).await;
    page.enter("Weather").await;
    page
}

fn at(selector: &str) -> By {
    By::Css(format!("aside.sheet {selector}"))
}

/// Drags a field of the list to a place.
async fn drag(page: &Page, field: &str, place: &str) {
    let place = page.find(place, at(&format!("[data-place={place}] .field-label"))).await;
    place.scroll_into_view().await.expect("it can be seen");
    let field = page.find(field, at(&format!("[data-field='{field}']"))).await;
    let actions = page.window.action_chain().click_and_hold_element(&field).move_by_offset(0, 12);
    actions.move_to_element_center(&place).release().perform().await.expect("the pointer drags");
}

/// Waits until a list of the form has chosen something.
async fn await_chosen(page: &Page, name: &str, value: &str) {
    let selector = format!("aside.sheet select[name='{name}']");
    page.window
        .until(&format!("{name} to be {value:?}"), async |driver| {
            let chosen = driver.find(By::Css(selector.clone())).await?.value().await?;
            Ok((chosen.as_deref() == Some(value)).then_some(()))
        })
        .await;
}

async fn unfold(page: &Page, name: &str) {
    page.press(name, at(&format!("[data-fold={name}] > summary"))).await;
}

/// Waits until the text of an element fits.
async fn await_text(page: &Page, what: &str, selector: &str, fits: impl Fn(&str) -> bool) {
    page.window
        .until(what, async |driver| {
            let text = driver.find(By::Css(selector.to_owned())).await?.text().await?;
            Ok(fits(&text).then_some(()))
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_built_from_nothing_by_drag_by_keys_and_as_a_text() {
    let chrome = Chrome::start().await;
    let relay = RelayProcess::start(Some(&page_folder())).await;
    let (page, second) = (open(&chrome, &relay).await, open(&chrome, &relay).await);

    // A table, a field dragged to a place, and a mark that fits.
    page.press("add a panel", By::Css("button[aria-label='Add panel']")).await;
    page.press("a bar chart", By::Css("[role=option][data-card='Bar']")).await;
    page.write("title", "Wind").await;
    page.choose("table", "weather").await;
    page.find("a field with sample values", at("[data-field=wind] .field-sample:not(:empty)")).await;
    drag(&page, "wind", "y").await;
    await_chosen(&page, "y", "wind").await;
    page.press("a suggested line", at("[data-fit=line]")).await;
    await_chosen(&page, "x", "date").await;
    page.press("the colour", at("[data-place=color] button:last-of-type")).await;
    await_chosen(&page, "color", "").await;
    let plain = page.await_picture("Wind", "a line", |picture| !picture.blank).await;

    // Steps: each says how many rows it takes and leaves.
    unfold(&page, "steps").await;
    page.choose("add-step", "filter").await;
    page.write("step-0-filter", "datum.wind > 5").await;
    await_text(&page, "fewer rows", "[data-step=filter] .step-rows", |text| {
        let rows: Vec<f64> = text.split(['→', ' ']).filter_map(|part| part.replace(',', "").parse().ok()).collect();
        matches!(rows[..], [before, after] if 0.0 < after && after < before)
    })
    .await;
    page.write("step-0-filter", "datum.wind >").await;
    page.find("where the mistake is", By::XPath("//*[@role='alert'][contains(., 'At character')]")).await;
    page.write("step-0-filter", "datum.wind > 5").await;
    page.choose("add-step", "aggregate").await;
    page.find("a preview of the summary", at("[data-step=aggregate] .step-preview td")).await;
    page.press("the summary is not used", at("[data-step=aggregate] input[name=step-used]")).await;

    // How it looks, and where it becomes another matter.
    unfold(&page, "axes").await;
    page.choose("y-scale-type", "log").await;
    unfold(&page, "thresholds").await;
    page.press("a threshold", at("[data-fold=thresholds] .fold-body > .button")).await;
    page.write("threshold-0-value", "7").await;
    page.write("threshold-0-words", "Stormy").await;
    page.await_state("saved").await;
    page.await_picture("Wind", "another picture", |picture| !picture.blank && picture.pixels != plain.pixels).await;

    // As a text: the places follow, and a mistake is told with its place.
    page.press("the text", at("[data-tab=source]")).await;
    let source = page.find("the text", at("textarea[name=source]")).await;
    let text = source.value().await.expect("an answer").expect("a text");
    assert!(text.contains("\"log\"") && text.contains("datum.wind > 5"), "{text}");
    page.write(
        "source",
        &text.replace("\"wind\"", "\"temp_max\"").replace("datum.wind", "datum.temp_max").replace('\n', " "),
    )
    .await;
    page.press("by hand", at("[data-tab=fields]")).await;
    await_chosen(&page, "y", "temp_max").await;
    page.press("the text", at("[data-tab=source]")).await;
    page.write("source", "{ \"mark\": ").await;
    page.find("where the mistake is", By::XPath("//*[@role='alert'][starts-with(., 'Line 1, column')]")).await;
    page.await_state("saved").await;

    // Somebody else sees all of it, and changes the mark by a key; the form follows.
    second.edit("Wind").await;
    second.await_picture("Wind", "the chart", |picture| !picture.blank).await;
    await_chosen(&second, "y", "temp_max").await;
    let mark = second.find("the line", at("[data-mark=line]")).await;
    mark.send_keys(Key::Right).await.expect("a radio group takes keys");
    page.press("the text as it is now", By::XPath("//button[normalize-space()='Show it as it is now']")).await;
    page.press("by hand", at("[data-tab=fields]")).await;
    page.find("the mark of the other one", at("[data-mark=area][aria-checked=true]")).await;

    // What differs from the beginning is told, and it is brought back.
    unfold(&page, "compare").await;
    page.find("moments to compare with", at("select[name=compare-with] option:nth-of-type(2)")).await;
    for page in [page, second] {
        page.window.close().await;
    }
    chrome.stop().await;
}
