//! An icon: one symbol of the sprite that `index.html` carries. Always beside or below words, so hidden from readers.

use yew::prelude::*;

/// The symbols of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Add,
    Back,
    Bell,
    Close,
    Comment,
    Control,
    Copy,
    Dark,
    Dashboards,
    Delete,
    Download,
    Edit,
    Empty,
    Flag,
    Fold,
    Forward,
    Full,
    Help,
    Language,
    Light,
    Line,
    Lock,
    More,
    Move,
    Note,
    Number,
    Offline,
    Pattern,
    Pause,
    Person,
    Play,
    Point,
    Problem,
    ReadOnly,
    Redo,
    Resume,
    Saved,
    Saving,
    Screen,
    Section,
    Share,
    SignOut,
    Star,
    Stat,
    System,
    Tab,
    Table,
    Text,
    Time,
    Undo,
    Unfold,
}

impl Glyph {
    fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Back => "back",
            Self::Bell => "bell",
            Self::Close => "close",
            Self::Comment => "comment",
            Self::Control => "control",
            Self::Copy => "copy",
            Self::Dark => "dark",
            Self::Dashboards => "dashboards",
            Self::Delete => "delete",
            Self::Download => "download",
            Self::Edit => "edit",
            Self::Empty => "empty",
            Self::Flag => "flag",
            Self::Fold => "fold",
            Self::Forward => "forward",
            Self::Full => "full",
            Self::Help => "help",
            Self::Language => "language",
            Self::Light => "light",
            Self::Line => "line",
            Self::Lock => "lock",
            Self::More => "more",
            Self::Move => "move",
            Self::Note => "note",
            Self::Number => "number",
            Self::Offline => "offline",
            Self::Pattern => "pattern",
            Self::Pause => "pause",
            Self::Person => "person",
            Self::Play => "play",
            Self::Point => "point",
            Self::Problem => "problem",
            Self::ReadOnly => "read-only",
            Self::Redo => "redo",
            Self::Resume => "resume",
            Self::Saved => "saved",
            Self::Saving => "saving",
            Self::Screen => "screen",
            Self::Section => "section",
            Self::Share => "share",
            Self::SignOut => "sign-out",
            Self::Star => "star",
            Self::Stat => "stat",
            Self::System => "system",
            Self::Tab => "tab",
            Self::Table => "table",
            Self::Text => "text",
            Self::Time => "time",
            Self::Undo => "undo",
            Self::Unfold => "unfold",
        }
    }
}

pub(crate) fn icon(glyph: Glyph) -> Html {
    icon_in(glyph, "icon")
}

/// The same in a class of its own.
pub(crate) fn icon_in(glyph: Glyph, class: &'static str) -> Html {
    let class = [class, " icon-", glyph.name()].concat();
    let href = ["#icon-", glyph.name()].concat();
    html! { <svg {class} aria-hidden="true"><use {href} /></svg> }
}
