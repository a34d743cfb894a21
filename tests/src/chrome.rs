//! Real browser windows: one chromedriver for a test, each window a browser of its own with an empty profile, so that two
//! windows are two people. A window that logged an error or a warning fails its test when it is closed.

use std::{
    fs,
    ops::Deref,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use tempfile::TempDir;
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WebDriver,
    error::{WebDriverError, WebDriverResult},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::waiting::{until, within};

/// Chromium as a test needs it: no screen, no sandbox (tests may run as root), and silent towards the network.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A chromedriver; it and its browsers end with the value.
#[derive(Debug)]
pub struct Chrome {
    driver: Child,
    port: u16,
}

/// One browser window.
#[derive(Debug)]
pub struct Window {
    driver: WebDriver,
    expected: Arc<Mutex<Vec<&'static str>>>,
    profile: Profile,
}

/// Where a browser keeps everything, from one of its lives to the next; it vanishes with the last handle.
#[derive(Clone, Debug)]
pub struct Profile(Arc<TempDir>);

impl Default for Profile {
    fn default() -> Self {
        Self(Arc::new(tempfile::tempdir().expect("a temporary folder")))
    }
}

/// How a window is opened.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Width in css px.
    pub width_css_px: u32,
    /// Height in css px.
    pub height_css_px: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self { width_css_px: 1280, height_css_px: 900 }
    }
}

impl Chrome {
    /// Starts chromedriver on a free port.
    pub async fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut driver = command.spawn().expect("chromedriver is on PATH: run `make test`, which installs it");
        let mut lines = BufReader::new(driver.stdout.take().expect("stdout is piped")).lines();
        let port = within("chromedriver's port", async {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(port) = port_in(&line) {
                    return port;
                }
            }
            panic!("chromedriver ended before it named its port");
        });
        let port = port.await;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { driver, port }
    }

    /// Opens a browser of its own.
    pub async fn open(&self, look: Look) -> Window {
        self.open_with(&Profile::default(), look).await
    }

    /// Opens a browser that keeps what an earlier one of this profile kept.
    pub async fn open_with(&self, profile: &Profile, look: Look) -> Window {
        let capabilities = capabilities(profile).expect("capabilities are plain JSON");
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", self.port), capabilities).await;
        let driver = driver.expect("chromium starts: run `make test`, which installs it");
        let window = Window { driver, expected: Arc::default(), profile: profile.clone() };
        window.resize(look).await;
        window
    }

    /// Ends chromedriver; windows were closed before.
    pub async fn stop(mut self) {
        self.driver.kill().await.expect("chromedriver was killed");
    }
}

/// `ChromeDriver was started successfully on port 12345.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

fn capabilities(profile: &Profile) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = ChromeCapabilities::new();
    for flag in FLAGS {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&profile.flag())?;
    capabilities.add_arg("--lang=en")?;
    capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}

impl Profile {
    fn flag(&self) -> String {
        format!("--user-data-dir={}", self.0.path().display())
    }

    /// The browser's own process, which the others follow into death.
    fn browsers(&self) -> Vec<String> {
        let flag = self.flag();
        let ids = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok());
        let is_browser = |id: &String| {
            let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            let mut arguments = line.split(|byte| *byte == 0);
            arguments.clone().any(|argument| argument == flag.as_bytes())
                && !arguments.any(|argument| argument.starts_with(b"--type="))
        };
        ids.filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())).filter(is_browser).collect()
    }
}

impl Window {
    /// SIGKILL: the browser can save nothing any more. Its profile stays.
    pub async fn kill(self) {
        let browsers = self.profile.browsers();
        assert!(!browsers.is_empty(), "no process of this profile was found");
        let sent = Command::new("kill").arg("-KILL").args(&browsers).status().await.expect("kill is installed");
        assert!(sent.success(), "the signal was not sent");
        let gone = async || self.profile.browsers().is_empty().then_some(());
        until("the browser to be gone", gone).await;
        let _the_session_has_no_browser = self.driver.quit().await;
    }

    /// Sets the size of the page itself, which may be narrower than a browser's frame.
    pub async fn resize(&self, look: Look) {
        let size = serde_json::json!({
            "width": look.width_css_px, "height": look.height_css_px, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What `prefers-color-scheme` says: `light` or `dark`.
    pub async fn prefer_theme(&self, theme: &str) {
        self.prefer(&[("prefers-color-scheme", theme)]).await;
    }

    /// What queries of media features say, each by its name; those that are not named say what they always do.
    pub async fn prefer(&self, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| serde_json::json!({ "name": name, "value": value });
        let features: Vec<_> = features.iter().map(feature).collect();
        self.devtools("Emulation.setEmulatedMedia", serde_json::json!({ "features": features })).await;
    }

    async fn devtools(&self, command: &str, parameters: serde_json::Value) {
        self.driver.cdp().send_raw(command, parameters).await.expect("chromium takes the command");
    }

    /// From now on console entries that contain this text are expected.
    pub fn expect_in_console(&self, text: &'static str) {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// Looks into the page again and again until the look gives a value; an element that vanished meanwhile is no fault.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn(&WebDriver) -> WebDriverResult<Option<T>>) -> T {
        let seen = async || match look(&self.driver).await {
            Ok(value) => value,
            Err(error) if vanished(&error) => None,
            Err(error) => panic!("{what}: {error}"),
        };
        until(what, seen).await
    }

    /// Closes the browser.
    ///
    /// # Panics
    /// When the console holds an error or a warning that was not expected.
    pub async fn close(self) {
        let faults = self.faults().await;
        self.driver.quit().await.expect("the browser closes");
        assert!(faults.is_empty(), "the console says:\n{}", faults.join("\n"));
    }

    async fn faults(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.expect("the console");
        let expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fault = |level: &str| level == "SEVERE" || level == "WARNING";
        let known = |message: &str| expected.iter().any(|text| message.contains(text));
        let faults = entries.into_iter().filter(|entry| fault(&entry.level) && !known(&entry.message));
        faults.map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }
}

fn vanished(error: &WebDriverError) -> bool {
    let text = format!("{error:?}");
    ["NoSuchElement", "StaleElementReference", "ElementNotInteractable", "ElementClickIntercepted"]
        .iter()
        .any(|kind| text.contains(kind))
}

impl Deref for Window {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}
