//! Agents: which browser on which system somebody signed in with, read from what browsers say of themselves. They all
//! say that they are each other, so the order of the marks decides. It knows names, no versions: the versions that
//! browsers say of their systems are frozen.

/// A mark in what a browser says, and the name that people know. Later ones are claimed by earlier ones too.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// What is known of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agent {
    /// A browser, and the system that it runs on, as far as they are known.
    Browser { browser: Option<&'static str>, system: Option<&'static str> },
    /// Something that does not say that it is a browser.
    Program,
}

impl Agent {
    /// What an agent is that says this of itself.
    pub(crate) fn of(said: &str) -> Self {
        if !said.starts_with("Mozilla/") {
            return Self::Program;
        }
        Self::Browser { browser: first(&BROWSERS, said), system: first(&SYSTEMS, said) }
    }
}

fn first(marks: &[(&str, &'static str)], said: &str) -> Option<&'static str> {
    marks.iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_though_they_claim_to_be_each_other() {
        let on = |browser, system| Agent::Browser { browser: Some(browser), system: Some(system) };
        for (said, agent) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
                on("Chrome", "Linux"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                on("Edge", "Windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                on("Safari", "macOS"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
                on("Chrome", "iPhone"),
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", on("Firefox", "Android")),
            ("Mozilla/5.0", Agent::Browser { browser: None, system: None }),
            ("curl/8.5.0", Agent::Program),
            ("", Agent::Program),
        ] {
            assert_eq!(Agent::of(said), agent, "{said}");
        }
    }
}
