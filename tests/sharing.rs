//! The story of a company: the first owner comes in by the printed link, shares a dashboard, and whoever holds the link
//! sees it live, may do no more, and is out when the link is taken back.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use ashboard_tests::{
    chrome::{Chrome, Look},
    page::{Page, page_folder},
    relay_process::{Place, RelayProcess},
};
use thirtyfour::By;

fn button(words: &str) -> By {
    By::XPath(format!("//button[normalize-space()='{words}']"))
}

async fn typed(page: &Page, field: &str, text: &str) {
    let input = page.find(field, By::Css(format!("input[name={field}]"))).await;
    input.send_keys(text).await.expect("the text is typed");
}

/// What a select says before anybody has chosen.
async fn chosen(page: &Page, select: &str) -> String {
    let select = page.find(select, By::Css(format!("select[name={select}]"))).await;
    select.prop("value").await.expect("a property").unwrap_or_default()
}

/// The list sent whoever had not signed in to a page that never came; a new link let its holders edit, because options
/// are put in from the last to the first.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_people_see_and_no_more_until_it_is_taken_back() {
    let flags = ["--set", "accounts.required=true"].map(str::to_owned).to_vec();
    let place = Place { page: Some(page_folder()), flags, ..Place::empty() };
    let (chrome, relay) = (Chrome::start().await, RelayProcess::start_in(place).await);
    let owner = Page::open(&chrome, &relay, Look::default()).await;
    owner.window.expect_in_console("401");
    owner.find("the page to sign in on", By::Css("input[name=password]")).await;

    let said = relay.said();
    let first =
        said.split_whitespace().find_map(|word| word.split_once("/sign-in")).expect("the link of the first owner");
    owner.visit(&relay, "/").await;
    owner.visit(&relay, &format!("/sign-in{}", first.1)).await;
    typed(&owner, "login", "ada").await;
    typed(&owner, "name", "Ada").await;
    typed(&owner, "password", "a horse and a battery").await;
    owner.press("make the account", By::Css("form button[type=submit]")).await;
    owner.enter("Weather").await;
    owner.find("her own name", By::Css(".people-me [aria-label='Ada (you)']")).await;
    owner.press("more", By::Css(".bar [aria-haspopup][aria-label='Actions for the dashboard']")).await;
    owner.press("share", By::XPath("//*[@role='menuitem'][normalize-space()='Share']")).await;
    assert_eq!(chosen(&owner, "link-role").await, "viewer", "the least");
    assert_eq!(chosen(&owner, "link-end").await, "30", "a link ends");
    assert_eq!(chosen(&owner, "grant-role").await, "viewer", "the least");
    owner.press("make a link", button("Make link")).await;
    let link = owner.find("the link", By::Css(".share-made input")).await;
    let link = link.prop("value").await.expect("a property").expect("an address");
    let (_, link) = link.split_once("/s#").expect("the secret stands where no server sees it");

    let guest = Page::open(&chrome, &relay, Look::default()).await;
    guest.window.expect_in_console("401");
    guest.visit(&relay, &format!("/s#{link}")).await;
    guest.await_title("Weather").await;
    guest.await_picture("Temperature", "the rows", |picture| !picture.blank).await;
    guest.await_state("read-only").await;

    owner.press("take the link back", button("Take back")).await;
    guest.find("that this is over", By::Css(".banner")).await;
    guest.window.close().await;
    owner.window.close().await;
    chrome.stop().await;
}
