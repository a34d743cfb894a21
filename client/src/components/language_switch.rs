//! The language switch: every language by the name that its speakers give it.

use yew::prelude::*;

use super::{Glyph, Menu, MenuItem};
use crate::locale::{Access, Language, language, say};

#[component]
pub(crate) fn LanguageSwitch() -> Html {
    let item = |offered: Language| {
        let on_choose = Callback::from(move |()| offered.choose());
        MenuItem {
            checked: Some(offered == language()),
            ..MenuItem::new(Glyph::Language, offered.own_name(), on_choose)
        }
    };
    let items: Vec<_> = Language::ALL.into_iter().map(item).collect();
    html! { <Menu label={say(Access::Language)} glyph={Glyph::Language} {items} /> }
}
