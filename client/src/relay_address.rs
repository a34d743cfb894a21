//! Where the relay is: named by the page's meta tag `ashboard-relay`, else by `/config.json`, else the page's own origin.
