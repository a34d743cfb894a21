//! Acts in words: what an undo or redo is about, and what came of it.

use std::borrow::Cow;

use document::{Act, Direction, Extent, Kind, Label, NodeId, Property, Undone};

use super::{Message, fill, t};
use crate::shelf::Unkept;

/// What a button says that takes back, or does again, what the label names; or that there is nothing.
pub(crate) fn turn_words(direction: Direction, label: Option<&Label>) -> String {
    let (message, nothing) = match direction {
        Direction::Undo => (Message::UndoAct, Message::NothingToUndo),
        Direction::Redo => (Message::RedoAct, Message::NothingToRedo),
    };
    label.map_or_else(|| t(nothing).to_owned(), |label| fill(message, &[("act", &act_words(label))]))
}

/// What came of an undo or redo.
pub(crate) fn undone_words(undone: &Undone) -> String {
    let message = match (undone.direction, undone.extent) {
        (Direction::Undo, Extent::Whole) => Message::Undone,
        (Direction::Undo, Extent::Part) => Message::UndoneInPart,
        (Direction::Undo, Extent::Nothing) => Message::NotUndone,
        (Direction::Redo, Extent::Whole) => Message::Redone,
        (Direction::Redo, Extent::Part) => Message::RedoneInPart,
        (Direction::Redo, Extent::Nothing) => Message::NotRedone,
    };
    fill(message, &[("act", &act_words(&undone.label))])
}

/// That this device does not keep what waits for the relay.
pub(crate) fn not_kept_words(why: Unkept) -> String {
    let reason = match why {
        Unkept::NoStorage | Unkept::Unreadable => Message::NoStorage,
        Unkept::Full => Message::NoRoom,
    };
    fill(Message::NotKept, &[("reason", t(reason))])
}

/// The name of a property, as the form says it.
pub(crate) fn property_name(property: Property) -> Cow<'static, str> {
    if let Some(channel) = property.channel() {
        return fill(Message::EncodingOf, &[("channel", channel)]).into();
    }
    t(match property {
        Property::Title => Message::Title,
        Property::Description => Message::Description,
        Property::Layout => Message::PlaceAndSize,
        Property::Table => Message::Table,
        Property::Mark => Message::Mark,
        Property::X => Message::XField,
        Property::Y => Message::YField,
        Property::Color => Message::ColorField,
        Property::MarkColor => Message::MarkColor,
        Property::Aggregate => Message::Aggregate,
        Property::TimeUnit => Message::TimeUnit,
        Property::Unit => Message::Unit,
        Property::Collapsed => Message::Collapsed,
        Property::Locked => Message::Locked,
        Property::Body => Message::Body,
        Property::Columns => Message::Columns,
        Property::SortBy => Message::SortBy,
        Property::SortDescending => Message::SortDescending,
        Property::ControlType => Message::ControlType,
        Property::Variable => Message::Variable,
        Property::Field => Message::OfferedField,
        Property::Choices => Message::Choices,
        Property::Selected => Message::Selected,
        Property::From => Message::From,
        Property::Until => Message::Until,
        Property::Author => Message::Author,
        Property::WrittenAt => Message::WrittenAt,
        Property::Anchor => Message::Anchor,
        Property::Resolved => Message::Resolved,
        Property::MarkStyle => Message::MarkStyle,
        Property::Transform => Message::Transforms,
        Property::Views => Message::RestOfSpec,
        Property::Theme => Message::Theme,
        Property::Tags => Message::NameTags,
        Property::TimeFrom => Message::NameTimeFrom,
        Property::TimeTo => Message::NameTimeTo,
        Property::TimeZone => Message::NameTimeZone,
        Property::Refresh => Message::NameRefresh,
        Property::Thresholds => Message::NameThresholds,
        Property::Mappings => Message::NameMappings,
        Property::Filters => Message::Filters,
        _ => Message::OtherEncodings,
    })
    .into()
}

fn act_words(Label { act, node, kind, title }: &Label) -> String {
    let (message, property) = match act {
        Act::Add => (Message::ActAdd, None),
        Act::Copy => (Message::ActCopy, None),
        Act::Remove => (Message::ActRemove, None),
        Act::Restore => (Message::ActRestore, None),
        Act::Move => (Message::ActMove, None),
        Act::Resize => (Message::ActResize, None),
        Act::MoveTo => (Message::ActMoveTo, None),
        Act::Reorder => (Message::ActReorder, None),
        Act::Lock => (Message::ActLock, None),
        Act::Unlock => (Message::ActUnlock, None),
        Act::Resolve => (Message::ActResolve, None),
        Act::Reopen => (Message::ActReopen, None),
        Act::Fold => (Message::ActFold, None),
        Act::Unfold => (Message::ActUnfold, None),
        Act::Set(property) if *node == NodeId::ROOT => (Message::ActSetDashboard, Some(property_name(*property))),
        Act::Set(property) => (Message::ActSet, Some(property_name(*property))),
        Act::Several => (Message::ActSeveral, None),
    };
    fill(message, &[("property", property.as_deref().unwrap_or_default()), ("what", &what_words(*kind, title))])
}

/// Whom an act was done to: its kind and its title, quoted.
fn what_words(kind: Kind, title: &str) -> String {
    let named = |message| {
        let title = if title.is_empty() { t(Message::UntitledPanel) } else { title };
        fill(message, &[("panel", &fill(Message::Quoted, &[("text", title)]))])
    };
    match kind {
        Kind::Dashboard => t(Message::ThisDashboard).to_owned(),
        Kind::Chart | Kind::Stat | Kind::Table | Kind::Text | Kind::Control => named(Message::PanelNamed),
        Kind::Tab => named(Message::TabNamed),
        Kind::Row => named(Message::RowNamed),
        Kind::Annotation => named(Message::AnnotationNamed),
        Kind::Comment => t(Message::CommentAlone).to_owned(),
        Kind::Reply => t(Message::ReplyAlone).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_are_said_with_the_names_of_people() {
        let said_of = |kind, act, node, title: &str| {
            turn_words(Direction::Undo, Some(&Label { act, node, kind, title: title.to_owned() }))
        };
        let said = |act, node, title: &str| said_of(Kind::Chart, act, node, title);
        let panel = NodeId::from_bytes([1; 8]);
        assert_eq!(said(Act::Move, panel, "CPU"), "Undo: move panel “CPU”");
        assert_eq!(
            said(Act::Set(Property::Mark), panel, "{property}"),
            "Undo: change “Drawn as” of panel “{property}”"
        );
        assert_eq!(said(Act::Set(Property::Title), NodeId::ROOT, "Ours"), "Undo: change “Title” of the dashboard");
        assert_eq!(said(Act::Add, panel, ""), "Undo: add panel “Untitled”");
        assert_eq!(said_of(Kind::Tab, Act::Lock, panel, "Load"), "Undo: lock tab “Load”");
        assert_eq!(said_of(Kind::Comment, Act::Resolve, panel, ""), "Undo: mark comment as done");
        assert_eq!(turn_words(Direction::Redo, None), "Redo: you have undone nothing");
    }
}
