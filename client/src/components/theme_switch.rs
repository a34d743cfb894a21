//! The theme switch: light, dark, as the system, and whether colours stand alone.

use yew::prelude::*;

use super::{Glyph, Menu, MenuItem};
use crate::{
    locale::{Message, t},
    theme::{Choice, Theme},
};

#[component]
pub(crate) fn ThemeSwitch() -> Html {
    let Some(theme) = use_context::<Theme>() else { return Html::default() };
    let item = |choice: Choice| {
        let (glyph, words) = face(choice);
        let on_choose = theme.choose.reform(move |()| choice);
        MenuItem { checked: Some(choice == theme.choice), ..MenuItem::new(glyph, t(words), on_choose) }
    };
    let wanted = !theme.has_patterns;
    let on_patterns = theme.want_patterns.reform(move |()| wanted);
    let patterns = MenuItem {
        checked: Some(theme.has_patterns),
        is_switch: true,
        ..MenuItem::new(Glyph::Pattern, t(Message::Patterns), on_patterns)
    };
    let items: Vec<_> = Choice::ALL.into_iter().map(item).chain([patterns]).collect();
    html! { <Menu label={t(Message::Theme)} glyph={face(theme.choice).0} {items} /> }
}

fn face(choice: Choice) -> (Glyph, Message) {
    match choice {
        Choice::Light => (Glyph::Light, Message::Light),
        Choice::Dark => (Glyph::Dark, Message::Dark),
        Choice::System => (Glyph::System, Message::System),
    }
}
