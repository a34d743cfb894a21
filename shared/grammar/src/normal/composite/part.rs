//! Part: one plain mark of a composite one, if the mark or its config wants it; and what the tooltips of all say.

use serde_json::{Map, Value as Json, json};

use super::Axis;
use crate::{
    flow::encoded::is_field,
    spec::{Body, Channel, ChannelDef, Encoding, Mark, MarkType, Source, Spec},
    vega_lite::Named,
};

/// A composite mark and the config of its kind, Vega-Lite's defaults included.
pub(super) struct Composite<'a> {
    pub(super) mark: &'a Mark,
    pub(super) config: Map<String, Json>,
}

/// What a part shows.
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) mark: MarkType,
    pub(super) style: Json,
    /// What stands before the field where it begins and, for ranges, ends.
    pub(super) start: &'a str,
    pub(super) end: Option<&'a str>,
}

impl<'a> Composite<'a> {
    pub(super) fn new(mark: &'a Mark, config: &Map<String, Json>) -> Self {
        let defaults = match mark.mark {
            MarkType::Boxplot => json!({
                "size": 14, "extent": 1.5, "box": {}, "median": {"color": "white"}, "outliers": {}, "rule": {},
                "ticks": null,
            }),
            MarkType::ErrorBand => json!({"band": {"opacity": 0.3}, "borders": false}),
            _ => json!({"center": "mean", "rule": true, "ticks": false}),
        };
        let mut all = if let Json::Object(defaults) = defaults { defaults } else { Map::new() };
        if let Some(Json::Object(said)) = config.get(mark.mark.name()) {
            all.extend(said.clone());
        }
        Self { mark, config: all }
    }

    /// What the mark says, or its config.
    pub(super) fn says(&self, key: &str) -> Option<&Json> {
        self.mark.style.get(key).or_else(|| self.config.get(key)).filter(|value| !value.is_null())
    }

    /// The mark of a part, with the styles of config, mark and part in that order; `None` where it is not wanted.
    pub(super) fn mark(&self, name: &str, mark: MarkType, own: &Json) -> Option<Mark> {
        let is_wanted = |value: &Json| !matches!(value, Json::Null | Json::Bool(false));
        let (said, configured) = (self.mark.style.get(name), self.config.get(name));
        said.or(configured).filter(|value| is_wanted(value))?;
        let mut style = Map::new();
        let mut add = |value: Option<&Json>| {
            if let Some(Json::Object(more)) = value {
                style.extend(more.clone());
            }
        };
        add(configured);
        let shared = ["clip", "color", "opacity"].into_iter().filter_map(|key| Some((key, self.mark.style.get(key)?)));
        let shared = shared.filter(|(_, value)| is_wanted(value) && **value != json!(0) && **value != json!(""));
        add(Some(&Json::Object(shared.map(|(key, value)| (key.to_owned(), value.clone())).collect())));
        add(Some(own));
        add(Some(&json!({ "style": format!("{}-{name}", self.mark.mark.name()) })));
        add(said);
        Some(Mark { mark, style })
    }

    /// The view of a part.
    pub(super) fn view(&self, axis: &Axis, part: &Part<'_>, shared: &Encoding, tooltip: &[ChannelDef]) -> Option<Spec> {
        let mark = self.mark(part.name, part.mark, &part.style)?;
        let mut encoding = Encoding(vec![(axis.channel, vec![axis.shows(&axis.prefixed(part.start))])]);
        if let Some(end) = part.end {
            let second = if axis.is_vertical { Channel::Y2 } else { Channel::X2 };
            encoding.0.push((second, vec![super::column(axis.prefixed(end))]));
        }
        for (channel, definitions) in &shared.0 {
            set(&mut encoding, *channel, definitions.clone());
        }
        set(&mut encoding, Channel::Tooltip, tooltip.to_vec());
        Some(Spec { encoding, body: Body::Unit(mark), ..Spec::default() })
    }
}

impl Axis {
    /// The axis with another field.
    pub(super) fn shows(&self, field: &str) -> ChannelDef {
        let ChannelDef { field_type, scale, guide, title, .. } = self.definition.clone();
        let title = title.or_else(|| Some(Some(vec![self.field.to_string()])));
        ChannelDef { field_type, scale, guide, title, ..super::column(field) }
    }

    /// What tooltips say: the summary, and then every field of the shared encoding. `with_field`: titles name the field.
    pub(super) fn tooltip(&self, summary: &[(&str, String)], shared: &Encoding, with_field: bool) -> Vec<ChannelDef> {
        if let Some((_, said)) = shared.0.iter().find(|(channel, _)| *channel == Channel::Tooltip) {
            return said.clone();
        }
        let of_axis = |(prefix, title): &(&str, String)| {
            let title = if with_field { format!("{title} of {}", self.title()) } else { title.clone() };
            let field_type = self.definition.field_type;
            ChannelDef {
                field_type,
                title: Some(Some(vec![title])),
                ..super::column(format!("{prefix}{}", self.field))
            }
        };
        let mut tooltip: Vec<ChannelDef> = summary.iter().map(of_axis).collect();
        let mut others: Vec<ChannelDef> = Vec::new();
        for definition in shared.0.iter().flat_map(|(_, definitions)| definitions).filter_map(shown) {
            let definition = ChannelDef { guide: None, scale: None, ..definition.clone() };
            if !others.contains(&definition) {
                others.push(definition);
            }
        }
        tooltip.append(&mut others);
        tooltip
    }
}

/// The definition's field, or that of its only condition.
fn shown(definition: &ChannelDef) -> Option<&ChannelDef> {
    match &definition.conditions[..] {
        _ if is_field(definition) => Some(definition),
        [condition] if matches!(condition.then.source, Source::Field(_)) => Some(&condition.then),
        _ => None,
    }
}

/// Says a channel, in place of what it said.
pub(super) fn set(encoding: &mut Encoding, channel: Channel, definitions: Vec<ChannelDef>) {
    match encoding.0.iter_mut().find(|(key, _)| *key == channel) {
        Some((_, old)) => *old = definitions,
        None => encoding.0.push((channel, definitions)),
    }
}

/// Takes a channel out.
pub(super) fn take(encoding: &mut Encoding, channel: Channel) -> Option<Vec<ChannelDef>> {
    let index = encoding.0.iter().position(|(key, _)| *key == channel)?;
    Some(encoding.0.remove(index).1)
}
