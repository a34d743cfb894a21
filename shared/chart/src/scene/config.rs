//! Config: what a spec says once for all its axes, legends and scales; the rest of it went into the styles of marks.

use grammar::spec::Channel;
use serde_json::{Map, Value as Json};

/// The `config` of a view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Config<'a>(pub(crate) &'a Map<String, Json>);

impl<'a> Config<'a> {
    /// What is said of the axes of x or y, the nearer word first.
    pub(crate) fn axis(self, channel: Channel) -> [Option<&'a Map<String, Json>>; 2] {
        [self.part(if channel == Channel::X { "axisX" } else { "axisY" }), self.part("axis")]
    }

    /// Where legends stand.
    pub(crate) fn legend_orient(self) -> Option<&'a str> {
        self.part("legend")?.get("orient")?.as_str()
    }

    /// Whether scales of x and y hold zero where nothing else is said of it.
    pub(crate) fn has_zero(self) -> bool {
        self.part("scale").and_then(|scale| scale.get("zero")).and_then(Json::as_bool).unwrap_or(true)
    }

    /// `"patterns": true`: what is told apart by colour is told apart by dashes and symbols too. A word of this
    /// project: for people who do not see colours, and for paper.
    pub(crate) fn has_patterns(self) -> bool {
        self.0.get("patterns").and_then(Json::as_bool).unwrap_or(false)
    }

    fn part(self, name: &str) -> Option<&'a Map<String, Json>> {
        self.0.get(name)?.as_object()
    }
}
