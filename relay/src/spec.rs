//! A spec: one chart of Vega-Lite as the outline of a dashboard that shows it. What it means is the business of `chart`.

use std::collections::BTreeMap;

use document::{
    Kind, NodeId, Outline, Property, Rect, Value,
    outline::{Branch, Settings},
};

/// Where the chart of a dashboard of its own lies.
const WHOLE: Rect = Rect { x: 0, y: 0, w: 24, h: 16 };

/// The outline, and in sentences what of the spec was left out.
///
/// # Errors
/// In words, when it is no spec, or too large for a panel.
pub fn outline(text: &[u8]) -> Result<(Outline, Vec<String>), String> {
    let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
    let imported = chart::panel::import(text)?;
    let mut panel = Settings(imported.values.into_iter().collect());
    panel.0.insert(Property::Layout, Value::Rect(WHOLE));
    let title = panel.0.get(&Property::Title).cloned();
    let properties = Settings(title.map(|title| (Property::Title, title)).into_iter().collect::<BTreeMap<_, _>>());
    let chart = Branch { id: NodeId::from_bytes([1; 8]), kind: Kind::Chart, properties: panel, children: Vec::new() };
    let mut outline = Outline::default();
    (outline.properties, outline.children) = (properties, vec![chart]);
    Ok((outline, imported.dropped))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_becomes_a_dashboard_of_one_chart_and_what_is_none_says_why() {
        let spec = br#"{"title":"Fuel","data":{"values":[{"a":1,"b":2}]},"mark":"bar",
            "encoding":{"x":{"field":"a","type":"quantitative"},"y":{"field":"b","type":"quantitative"}}}"#;
        let (outline, dropped) = outline(spec).unwrap();
        let document = outline.document().unwrap();
        assert_eq!(
            (document.title(), document.panels(NodeId::ROOT).len(), dropped.len()),
            ("Fuel", 1, 0),
            "{dropped:?}"
        );
        for text in [&b"{"[..], b"[1]", b"\xff"] {
            assert!(super::outline(text).is_err());
        }
    }
}
