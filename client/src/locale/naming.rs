//! Naming: how a panel without a title is called by what it draws.

use document::{Kind, Node, Property};

use super::{Message, fill};

/// The longest first line of a text that stands for its title, in characters.
const LINE_CHARS: usize = 60;

/// What a panel draws, from its fields, as far as it names any: "busy over time by core". Of a text its first line.
pub(crate) fn drawn_words(node: &Node) -> Option<String> {
    let name = |property| node.name(property).map(str::to_owned);
    match node.kind() {
        Kind::Chart => {
            let (x, y) = (name(Property::X), name(Property::Y));
            let drawn = match (x, y.or_else(|| name(Property::Table))) {
                (Some(x), Some(y)) => fill(Message::DrawnOver, &[("y", &y), ("x", &x)]),
                (None, Some(only)) | (Some(only), None) => only,
                (None, None) => return None,
            };
            let by = |field: String| fill(Message::DrawnBy, &[("what", &drawn), ("field", &field)]);
            Some(name(Property::Color).map_or_else(|| drawn.clone(), by))
        }
        Kind::Stat => name(Property::Y).or_else(|| name(Property::Table)),
        Kind::Table => name(Property::Table),
        Kind::Control => name(Property::Variable).or_else(|| name(Property::Field)),
        Kind::Text => first_line(node.text(Property::Body)),
        _ => None,
    }
}

/// Without what Markdown marks a heading, a list or a quote by.
fn first_line(text: &str) -> Option<String> {
    let bare = |line: &str| line.trim_matches(|char: char| "#*->_` \t".contains(char)).to_owned();
    let line = text.lines().map(bare).find(|line| !line.is_empty())?;
    Some(line.chars().take(LINE_CHARS).collect())
}

#[cfg(test)]
mod tests {
    use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Order, Place, Value, apply};

    use super::*;

    fn said(kind: Kind, values: &[(Property, Value)]) -> Option<String> {
        let node = NodeId::from_bytes([1; 8]);
        let mut ops = vec![Op::Insert { node, kind, place: Place { parent: NodeId::ROOT, order: Order::default() } }];
        ops.extend(values.iter().map(|(property, value)| Op::Set { node, property: *property, value: value.clone() }));
        let mut document = Document::default();
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
        apply(&mut document, &Gesture { id, ops }, None).unwrap();
        drawn_words(document.node(node).unwrap())
    }

    #[test]
    fn a_panel_without_a_title_is_called_by_what_it_draws() {
        let name = |property, text: &str| (property, Value::Name(Some(text.to_owned())));
        let (x, y, color) = (name(Property::X, "time"), name(Property::Y, "cpu"), name(Property::Color, "host"));
        let words = |kind, values: &[(Property, Value)]| said(kind, values).unwrap_or_default();
        assert_eq!(words(Kind::Chart, &[x.clone(), y.clone(), color]), "cpu over time by host");
        assert_eq!(words(Kind::Chart, &[x, name(Property::Table, "logs")]), "logs over time");
        assert_eq!(words(Kind::Stat, &[y]), "cpu");
        let text = Value::Text("\n## What *is* this?\nMore".to_owned());
        assert_eq!(words(Kind::Text, &[(Property::Body, text)]), "What *is* this?");
        assert_eq!(said(Kind::Chart, &[]), None);
    }
}
