//! The host: the page around the frame. It names its origin in the address of the frame; what is told goes to a page of
//! that origin or to nobody, and only such a page is listened to. Messages are JSON texts, so that neither side is handed
//! an object of the other's.

use document::NodeId;
use gloo::{events::EventListener, utils::window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use crate::{
    address,
    json::{Json, quoted},
};

/// The member of the address that names the origin of the page around the frame.
const HOST: &str = "host";
/// Longest message that is read.
const MAX_MESSAGE_BYTES: usize = 16 * 1024;
/// Most panels that are named to the host.
const MAX_PANELS: usize = 500;

/// The page around this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    origin: String,
}

/// What it is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// The dashboard is there: its title and its panels.
    Ready { title: String, panels: Vec<(NodeId, String)> },
    /// So high is what is shown.
    Resize { height_css_px: u32 },
    /// Somebody chose something: filters and the window of a chart, as an address names them.
    Select(Vec<(String, String)>),
    /// Nothing can be shown, or not any more.
    Error { code: String, message: String },
}

impl Host {
    /// The one that the address names; `None` where the page stands in no frame or nobody asks to be told.
    pub(super) fn of_address() -> Option<Self> {
        let origin = address::read(HOST).filter(|origin| is_origin(origin))?;
        let is_framed = window().parent().ok().flatten().is_some_and(|parent| parent != window());
        is_framed.then_some(Self { origin })
    }

    pub(super) fn tell(&self, said: &Said) {
        if let Ok(Some(parent)) = window().parent() {
            let _nobody_of_that_origin = parent.post_message(&said.to_json().into(), &self.origin);
        }
    }

    /// Hears what the host wants to be looked at, until the listener is dropped.
    pub(super) fn listen(&self, on_look: impl Fn(Vec<(String, String)>) + 'static) -> EventListener {
        let origin = self.origin.clone();
        EventListener::new(&window(), "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>().filter(|event| event.origin() == origin) else { return };
            let parent = window().parent().ok().flatten().map(JsValue::from);
            if event.source().map(JsValue::from) == parent
                && let Some(pairs) = event.data().as_string().and_then(|text| wanted(&text))
            {
                on_look(pairs);
            }
        })
    }
}

fn wanted(text: &str) -> Option<Vec<(String, String)>> {
    let message = (text.len() <= MAX_MESSAGE_BYTES).then(|| Json::read(text)).flatten()?;
    let query = message.text("query").filter(|_| message.text("ashboard").as_deref() == Some("look"))?;
    Some(address::pairs_in(&query))
}

/// `https://example.org` or with a port; nothing that would mean every page.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', '?', '#', '@', ' ', '\\']))
}

impl Said {
    fn to_json(&self) -> String {
        let pair = |(name, value): &(String, String)| ["[", &quoted(name), ",", &quoted(value), "]"].concat();
        match self {
            Self::Ready { title, panels } => {
                let panel = |(id, title): &(NodeId, String)| {
                    ["{\"id\":", &quoted(&id.to_string()), ",\"title\":", &quoted(title), "}"].concat()
                };
                let panels: Vec<_> = panels.iter().take(MAX_PANELS).map(panel).collect();
                ["{\"ashboard\":\"ready\",\"title\":", &quoted(title), ",\"panels\":[", &panels.join(","), "]}"]
                    .concat()
            }
            Self::Resize { height_css_px } => {
                ["{\"ashboard\":\"resize\",\"height\":", &height_css_px.to_string(), "}"].concat()
            }
            Self::Select(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(pair).collect();
                ["{\"ashboard\":\"select\",\"look\":[", &pairs.join(","), "]}"].concat()
            }
            Self::Error { code, message } => {
                ["{\"ashboard\":\"error\",\"code\":", &quoted(code), ",\"message\":", &quoted(message), "}"].concat()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_origin_is_told() {
        for (text, is_one) in [
            ("https://intranet.example.org", true),
            ("http://127.0.0.1:8080", true),
            ("*", false),
            ("https://*", false),
            ("https://a.org/path", false),
            ("https://user@a.org", false),
            ("null", false),
            ("javascript:alert(1)", false),
            ("https://", false),
        ] {
            assert_eq!(is_origin(text), is_one, "{text}");
        }
    }
}
