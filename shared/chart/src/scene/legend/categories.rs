//! Categories: a legend that says nothing but which colour a category has. A page shows it beside the scene, as that of
//! any other chart, so that people can press it.

use document::Color;
use grammar::spec::Channel;
use serde_json::Value as Json;

use crate::{
    encode::MAX_SERIES,
    legend::LegendEntry,
    scene::{
        config::Config,
        say,
        scale::{Kind, Scale},
    },
    view_state::ViewState,
};

/// Whether scales that are explained together only name colours, and nobody has said how.
pub(super) fn suits(members: &[&Scale<'_>], config: Config<'_>) -> bool {
    let is_plain = |scale: &&Scale<'_>| {
        let is_ink = matches!(scale.channel, Channel::Color | Channel::Fill | Channel::Stroke);
        let is_few = matches!(&scale.kind, Kind::Discrete(discrete, _) if discrete.values().len() <= MAX_SERIES);
        let mut guides = scale.uses.iter().filter_map(|used| used.channel.guide.as_ref()?.as_ref());
        is_ink && is_few && guides.all(|guide| guide.values().all(Json::is_null))
    };
    members.iter().all(is_plain) && !config.has_patterns() && config.legend_orient().is_none()
}

/// The categories with their colours.
pub(super) fn entries(members: &[&Scale<'_>], view: &ViewState) -> Vec<LegendEntry> {
    let Some((scale, first)) = members.first().and_then(|scale| Some((scale, scale.first()?))) else {
        return Vec::new();
    };
    let Kind::Discrete(discrete, _) = &scale.kind else { return Vec::new() };
    let entry = |value| {
        let label = say::value(&first.channel.say, value);
        let color = Color { rgb: scale.range.ink(scale.place(value)?)?.rgb };
        Some(LegendEntry { is_hidden: !view.shows(&label), label, color, sign: None })
    };
    discrete.values().iter().filter_map(entry).collect()
}
