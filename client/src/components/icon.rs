//! An icon: one symbol of the sprite that `index.html` carries. Always beside or below words, so hidden from readers.

use yew::prelude::*;

/// The symbols of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Add,
    Area,
    Back,
    Bar,
    Close,
    Dark,
    Dashboards,
    Delete,
    Edit,
    Empty,
    Flag,
    Forward,
    Help,
    Light,
    Line,
    More,
    Number,
    Offline,
    Point,
    Problem,
    ReadOnly,
    Redo,
    Saved,
    Saving,
    Stat,
    System,
    Table,
    Text,
    Time,
    Undo,
}

impl Glyph {
    fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Area => "area",
            Self::Back => "back",
            Self::Bar => "bar",
            Self::Close => "close",
            Self::Dark => "dark",
            Self::Dashboards => "dashboards",
            Self::Delete => "delete",
            Self::Edit => "edit",
            Self::Empty => "empty",
            Self::Flag => "flag",
            Self::Forward => "forward",
            Self::Help => "help",
            Self::Light => "light",
            Self::Line => "line",
            Self::More => "more",
            Self::Number => "number",
            Self::Offline => "offline",
            Self::Point => "point",
            Self::Problem => "problem",
            Self::ReadOnly => "read-only",
            Self::Redo => "redo",
            Self::Saved => "saved",
            Self::Saving => "saving",
            Self::Stat => "stat",
            Self::System => "system",
            Self::Table => "table",
            Self::Text => "text",
            Self::Time => "time",
            Self::Undo => "undo",
        }
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct IconProps {
    pub(crate) glyph: Glyph,
    #[prop_or_default]
    pub(crate) class: Classes,
}

#[component]
pub(crate) fn Icon(props: &IconProps) -> Html {
    let name = props.glyph.name();
    let class = classes!("icon", format!("icon-{name}"), props.class.clone());
    html! { <svg {class} aria-hidden="true"><use href={format!("#icon-{name}")} /></svg> }
}
