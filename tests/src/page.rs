//! The page as a person uses it: by names, labels and keys, in a browser window. Every act waits for what it needs.
//! It knows the page's words and roles and nothing of how the page is made.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;
use thirtyfour::{By, Key, TypingData, WebDriver, WebElement, error::WebDriverResult};

use crate::{
    chrome::{Chrome, Look, Window},
    relay_process::RelayProcess,
};

/// What a panel's canvas shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Picture {
    /// How often it was drawn.
    pub drawn: u64,
    /// The newest `Seq` that is in it.
    pub version: u64,
    /// Whether nothing was painted.
    pub blank: bool,
    /// A number for the pixels: equal pictures, equal numbers.
    pub pixels: u32,
}

/// What a dashboard shows apart from its charts: each panel's title and its place on the grid.
pub type Panels = Vec<(String, String)>;

const PICTURE: &str = r"
    const [title] = arguments;
    const panels = [...document.querySelectorAll('section.panel')];
    const canvas = panels.find((panel) => panel.querySelector('h2')?.textContent === title)?.querySelector('canvas');
    if (!canvas?.dataset.drawn) return null;
    const empty = document.createElement('canvas');
    [empty.width, empty.height] = [canvas.width, canvas.height];
    const picture = canvas.toDataURL();
    let pixels = 0;
    for (let at = 0; at < picture.length; at += 1) pixels = (Math.imul(pixels, 31) + picture.charCodeAt(at)) >>> 0;
    return {
      drawn: Number(canvas.dataset.drawn), version: Number(canvas.dataset.version),
      blank: picture === empty.toDataURL(), pixels,
    };";

const PANELS: &str = r"
    return [...document.querySelectorAll('.cell')].filter((cell) => cell.querySelector('h2'))
      .map((cell) => [cell.querySelector('h2').textContent, cell.getAttribute('style')]);";

/// Whether a service worker of this origin is at work.
const SHELL: &str = r"
    const done = arguments[0];
    navigator.serviceWorker.getRegistration().then((found) => done(found?.active?.state === 'activated' || null));";

/// What the service worker keeps, in the order in which it was made.
const CACHES: &str = "caches.keys().then(arguments[0]);";

/// Whether a document of this title is kept: the cover holds the title's letters.
const KEPT: &str = r"
    const [title, done] = arguments;
    const open = indexedDB.open('ashboard');
    open.onerror = () => done(null);
    open.onsuccess = () => {
      const covers = open.result.transaction('covers').objectStore('covers').getAll();
      covers.onsuccess = () => {
        const texts = covers.result.map((bytes) => new TextDecoder().decode(bytes));
        open.result.close();
        done(texts.some((text) => text.includes(title)) || null);
      };
    };";

/// The folder of the built page: `ASHBOARD_PAGE`, else dist/ of this workspace.
#[must_use]
pub fn page_folder() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("dist");
    let folder = std::env::var_os("ASHBOARD_PAGE").map_or(built, PathBuf::from);
    assert!(folder.join("index.html").is_file(), "{} holds no page: run `make page` first", folder.display());
    folder
}

/// A window that shows the page.
#[derive(Debug)]
pub struct Page {
    /// The window.
    pub window: Window,
}

impl Page {
    /// The list of dashboards in a window of its own.
    pub async fn open(chrome: &Chrome, relay: &RelayProcess, look: Look) -> Self {
        let page = Self { window: chrome.open(look).await };
        page.visit(relay, "/").await;
        page
    }

    /// Goes to an address of the relay.
    pub async fn visit(&self, relay: &RelayProcess, path: &str) {
        self.window.goto(relay.url(path)).await.expect("the page loads");
    }

    /// The titles in the list, once it is there.
    pub async fn dashboards(&self) -> Vec<String> {
        self.texts("the list of dashboards", ".card-title").await
    }

    /// Opens a dashboard of the list and waits until it is there.
    pub async fn enter(&self, title: &str) {
        self.press(
            "a dashboard of the list",
            By::XPath(format!("//a[.//*[contains(@class, 'card-title')][normalize-space()='{title}']]")),
        )
        .await;
        self.await_title(title).await;
        self.await_state("saved").await;
    }

    /// Waits until the dashboard is called so.
    pub async fn await_title(&self, title: &str) {
        self.window
            .until(&format!("the title {title:?}"), async |driver| {
                let shown = driver.find(By::Css("h1.title")).await?.text().await?;
                Ok((shown == title).then_some(()))
            })
            .await;
    }

    /// Waits until the bar says `saved`, `saving`, `offline` or `read-only`.
    pub async fn await_state(&self, state: &str) {
        let selector = format!(".save-state[data-state={state}]");
        self.find(&format!("the state {state}"), By::Css(selector)).await;
    }

    /// Waits until all that waits for the relay is kept on this device.
    pub async fn await_kept(&self) {
        self.find("that it is kept on this device", By::Css(".save-state[data-kept=true]")).await;
    }

    /// Waits until the browser can open the page without the relay.
    pub async fn await_shell(&self) {
        self.window
            .until("a service worker that has the page", async |driver| {
                driver.execute_async(SHELL, Vec::new()).await?.convert::<Option<bool>>()
            })
            .await;
    }

    /// The versions of the page that the browser keeps.
    pub async fn caches(&self) -> Vec<String> {
        let answer = self.window.execute_async(CACHES, Vec::new()).await.expect("the script runs");
        answer.convert().expect("names")
    }

    /// Waits until the browser keeps this version of the page, and no more than it means to.
    pub async fn await_cache(&self, name: &str) {
        self.window
            .until("a version of the page", async |driver| {
                let caches: Vec<String> = driver.execute_async(CACHES, Vec::new()).await?.convert()?;
                Ok((caches.last().is_some_and(|last| last == name) && caches.len() <= 2).then_some(()))
            })
            .await;
    }

    /// Waits until the browser keeps the document that is shown.
    pub async fn await_kept_document(&self) {
        let title = self.find("the title", By::Css("h1.title")).await.text().await.expect("a text");
        self.window
            .until("a kept document of this title", async |driver| {
                let answer = driver.execute_async(KEPT, vec![json!(title)]).await?;
                answer.convert::<Option<bool>>()
            })
            .await;
    }

    /// Waits until so many people are here.
    pub async fn await_people(&self, count: usize) {
        self.window
            .until(&format!("{count} people"), async |driver| {
                let people = driver.find_all(By::Css(".people > li")).await?;
                Ok((people.len() == count).then_some(()))
            })
            .await;
    }

    /// Gives the dashboard another title.
    pub async fn rename(&self, title: &str) {
        self.press("the title", By::Css(".title-shown")).await;
        let input = self.find("the input of the title", By::Css(".title-input")).await;
        input.send_keys(select_all() + title + Key::Enter).await.expect("the title is typed");
    }

    /// Opens the form of a panel by its menu. A panel that still glides to its place is missed by a press, so the
    /// menu is pressed until it is open.
    pub async fn edit(&self, panel: &str) {
        let actions = By::XPath(format!("//button[@aria-label='Actions for {panel}']"));
        let edit = By::XPath("//button[@role='menuitem'][normalize-space()='Edit']");
        self.window
            .until("Edit in the menu of the panel", async |driver: &WebDriver| {
                let menu = driver.find(actions.clone()).await?;
                if menu.attr("aria-expanded").await?.as_deref() != Some("true") {
                    menu.click().await?;
                }
                let Some(edit) = driver.find_all(edit.clone()).await?.pop() else { return Ok(None) };
                edit.click().await.map(Some)
            })
            .await;
        self.find("the form", By::Css("aside.sheet")).await;
    }

    /// Closes the form.
    pub async fn close_form(&self) {
        self.press("the close button", By::Css("aside.sheet button[aria-label='Close']")).await;
        self.await_gone("the form", "aside.sheet").await;
    }

    /// Waits until nothing fits the selector.
    pub async fn await_gone(&self, what: &str, selector: &str) {
        self.window
            .until(&format!("{what} to go"), async |driver| {
                Ok(driver.find_all(By::Css(selector)).await?.is_empty().then_some(()))
            })
            .await;
    }

    /// Chooses an option of a select of the form.
    pub async fn choose(&self, select: &str, option: &str) {
        let selector = format!(":is(aside.sheet, dialog) select[name='{select}'] option[value='{option}']");
        self.press(&format!("{option:?} in {select}"), By::Css(selector)).await;
    }

    /// Replaces the text of an input of the form.
    pub async fn write(&self, input: &str, text: &str) {
        let input = self.find(input, By::Css(format!("aside.sheet [name='{input}']"))).await;
        input.send_keys(select_all() + text).await.expect("the text is typed");
    }

    /// Sends keys to a panel that has the focus; one that is drawn anew before it has is looked for again.
    pub async fn keys(&self, panel: &str, keys: impl Into<TypingData>) {
        let place = By::XPath(format!("//section[.//h2[normalize-space()='{panel}']]"));
        let focused = async |driver: &WebDriver| {
            let panel = driver.find(place.clone()).await?;
            panel.focus().await.map(|()| Some(panel))
        };
        let panel = self.window.until("a panel that takes the focus", focused).await;
        panel.send_keys(keys).await.expect("a panel takes keys");
    }

    /// What a panel's canvas shows, `None` before it is drawn.
    pub async fn picture(&self, panel: &str) -> Option<Picture> {
        let answer = self.window.execute(PICTURE, vec![json!(panel)]).await.expect("the script runs");
        answer.convert().expect("a picture or null")
    }

    /// Waits for a picture of a panel.
    pub async fn await_picture(&self, panel: &str, what: &str, fits: impl Fn(&Picture) -> bool) -> Picture {
        self.window
            .until(&format!("{what} in {panel:?}"), async |driver| {
                let answer = driver.execute(PICTURE, vec![json!(panel)]).await?;
                Ok(answer.convert::<Option<Picture>>()?.filter(|picture| fits(picture)))
            })
            .await
    }

    /// The panels in the order of the page.
    pub async fn panels(&self) -> Panels {
        let answer = self.window.execute(PANELS, Vec::new()).await.expect("the script runs");
        answer.convert().expect("titles and places")
    }

    /// Waits until the panels are such.
    pub async fn await_panels(&self, what: &str, fits: impl Fn(&Panels) -> bool) -> Panels {
        self.window
            .until(what, async |driver| {
                let panels: Panels = driver.execute(PANELS, Vec::new()).await?.convert()?;
                Ok(Some(panels).filter(|panels| fits(panels)))
            })
            .await
    }

    /// Waits for an element.
    pub async fn find(&self, what: &str, by: By) -> WebElement {
        self.window.until(what, async |driver: &WebDriver| driver.find(by.clone()).await.map(Some)).await
    }

    /// Waits for an element that can be pressed, and presses it.
    pub async fn press(&self, what: &str, by: By) {
        self.window
            .until(what, async |driver: &WebDriver| {
                driver.find(by.clone()).await?.click().await?;
                Ok(Some(()))
            })
            .await;
    }

    /// Waits until something fits the selector, and reads it.
    pub async fn texts(&self, what: &str, selector: &str) -> Vec<String> {
        self.window
            .until(what, async |driver| {
                let texts = read_all(driver, selector).await?;
                Ok(Some(texts).filter(|texts| !texts.is_empty()))
            })
            .await
    }
}

async fn read_all(driver: &WebDriver, selector: &str) -> WebDriverResult<Vec<String>> {
    let mut texts = Vec::new();
    for element in driver.find_all(By::Css(selector)).await? {
        texts.push(element.text().await?);
    }
    Ok(texts)
}

fn select_all() -> TypingData {
    Key::Control + "a" + Key::Null
}
