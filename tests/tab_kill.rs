//! The tab kill loop: Chromium killed with -9, or its tab closed, at a random moment up to half a second after an edit,
//! with one tab or two, with the relay or without, again and again over one profile. Whatever the page had called saved,
//! or kept on this device, is at the relay in the end: P-70 to P-75 of the browser and the disk that really run.
//! `make tab-kill RUNS=200` makes it long; its last line says rounds, kept, lost.
#![expect(clippy::expect_used, reason = "a browser that does not answer has failed the test")]

use std::{
    collections::BTreeSet,
    fmt,
    time::{Duration, Instant},
};

use ashboard_tests::{
    chance::{Chance, seeds},
    chrome::{Chrome, Look, Profile},
    page::{Page, page_folder},
    relay_process::RelayProcess,
    waiting::until,
};
use serde::Deserialize;
use serde_json::Value as Json;
use thirtyfour::{By, WindowHandle};

/// Rounds when nobody asks for more.
const ROUNDS: u64 = 20;
/// The latest moment of the end after an edit, in milliseconds.
const MAX_MOMENT_MS: usize = 500;

/// What the loop adds up to.
#[derive(Debug, Default)]
struct Account {
    rounds: u64,
    kept: usize,
    lost: BTreeSet<String>,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rounds, {} kept, {} lost", self.rounds, self.kept, self.lost.len())
    }
}

/// What a tab says about its title.
#[derive(Debug, Deserialize)]
struct Said {
    title: Option<String>,
    state: Option<String>,
    kept: Option<String>,
}

impl Said {
    /// Whether it says that the title cannot be lost any more.
    fn promises(&self, title: &str) -> bool {
        let is_safe = self.state.as_deref() == Some("saved") || self.kept.as_deref() == Some("true");
        self.title.as_deref() == Some(title) && is_safe
    }
}

const SAID: &str = r"
    const line = document.querySelector('.save-state');
    return {
      title: document.querySelector('h1.title')?.textContent ?? null,
      state: line?.dataset.state ?? null, kept: line?.dataset.kept ?? null,
    };";

/// A browser whose profile outlives it, over and over, and what its pages have promised.
struct Loop {
    chrome: Chrome,
    relay: RelayProcess,
    profile: Profile,
    /// The browser, where it lives on between two rounds.
    page: Option<Page>,
    address: String,
    promised: BTreeSet<String>,
}

impl Loop {
    /// A profile that has the page and a dashboard.
    async fn new() -> Self {
        let (chrome, relay) = (Chrome::start().await, RelayProcess::start(Some(&page_folder())).await);
        let profile = Profile::default();
        let page = Page { window: chrome.open_with(&profile, Look::default()).await };
        page.visit(&relay, "/").await;
        page.enter("Weather").await;
        page.await_shell().await;
        page.await_kept_document().await;
        let address = page.window.current_url().await.expect("an address").path().to_owned();
        page.window.close().await;
        Self { chrome, relay, profile, page: None, address, promised: BTreeSet::new() }
    }

    async fn round(&mut self, round: u64, chance: &mut Chance) {
        let is_away = chance.one_in(2);
        if is_away {
            self.relay.kill().await;
        }
        let page = match self.page.take() {
            Some(page) => page,
            None => Page { window: self.chrome.open_with(&self.profile, Look::default()).await },
        };
        let blank = page.window.window().await.expect("a tab");
        let mut titles = Vec::new();
        for tab in 0..if chance.one_in(3) { 2 } else { 1 } {
            titles.push(self.edit(&page, format!("round {round} tab {tab}")).await);
        }
        self.watch(&page, &titles, Duration::from_millis(chance.below(MAX_MOMENT_MS) as u64)).await;
        if chance.one_in(2) {
            page.window.kill().await;
        } else {
            close(&page, titles, blank).await;
            self.page = Some(page);
        }
        if is_away {
            self.relay.restart().await;
        }
    }

    /// An edit in a tab of its own.
    async fn edit(&self, page: &Page, title: String) -> (WindowHandle, String) {
        let tab = page.window.new_tab().await.expect("another tab");
        page.window.switch_to_window(tab.clone()).await.expect("another tab");
        page.visit(&self.relay, &self.address).await;
        page.find("the dashboard", By::Css(".title-shown")).await;
        page.rename(&title).await;
        (tab, title)
    }

    /// Hears what the tabs promise until the moment has come.
    async fn watch(&mut self, page: &Page, titles: &[(WindowHandle, String)], moment: Duration) {
        let start = Instant::now();
        loop {
            for (tab, title) in titles {
                if titles.len() > 1 {
                    page.window.switch_to_window(tab.clone()).await.expect("a tab");
                }
                let said = page.window.execute(SAID, Vec::new()).await.expect("the script runs");
                if said.convert::<Said>().expect("what it says").promises(title) {
                    self.promised.insert(title.clone());
                }
            }
            if start.elapsed() >= moment {
                return;
            }
        }
    }

    /// The browser comes back once more, sends what it still has, and all that was promised is looked for.
    async fn settle(mut self, rounds: u64) -> Account {
        if let Some(page) = self.page.take() {
            page.window.kill().await;
        }
        let page = Page { window: self.chrome.open_with(&self.profile, Look::default()).await };
        page.visit(&self.relay, &self.address).await;
        page.await_state("saved").await;
        let written = until("the history", async || self.written().await).await;
        page.window.kill().await;
        self.chrome.stop().await;
        let lost = self.promised.iter().filter(|title| !written.contains(*title)).cloned().collect();
        Account { rounds, kept: self.promised.len(), lost }
    }

    /// Every title that the relay has put in order.
    async fn written(&self) -> Option<BTreeSet<String>> {
        let (mut titles, mut after) = (BTreeSet::new(), 0);
        loop {
            let path = format!("/api/v1{}/ops?after={after}&limit=100", self.address.replace("/d/", "/dashboards/"));
            let page: Json = reqwest::get(self.relay.url(&path)).await.ok()?.json().await.ok()?;
            let gestures = page["gestures"].as_array()?;
            let Some(last) = gestures.last() else { return Some(titles) };
            after = last["seq"].as_u64()?;
            let differences = gestures.iter().filter_map(|gesture| gesture["differences"].as_array()).flatten();
            titles.extend(differences.filter_map(|difference| Some(difference["to"]["title"].as_str()?.to_owned())));
        }
    }
}

/// Closes the tabs; the browser goes on with an empty one.
async fn close(page: &Page, titles: Vec<(WindowHandle, String)>, blank: WindowHandle) {
    for (tab, _) in titles {
        page.window.switch_to_window(tab).await.expect("a tab");
        page.window.close_window().await.expect("the tab closes");
    }
    page.window.switch_to_window(blank).await.expect("the empty tab");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_has_promised_survives_its_death() {
    let rounds = seeds(ROUNDS);
    let mut kill_loop = Loop::new().await;
    let mut count = 0;
    for round in rounds {
        kill_loop.round(round, &mut Chance::new(round)).await;
        count += 1;
    }
    let account = kill_loop.settle(count).await;
    println!("tab kill: {account}");
    assert!(account.lost.is_empty(), "{account:?}");
    assert!(account.kept > 0, "no page ever promised anything");
}
