//! What stands over a dashboard when a key asks for it: the help, the commands, the settings; and what can be
//! added, beside it.

use yew::prelude::*;

use crate::{
    components::{CommandsProps, HelpProps, PaletteProps, SelectionBarProps, SettingsProps},
    parts::aside,
};

/// One of them at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Nothing,
    Help,
    Commands,
    Settings,
    Palette,
}

/// What stands there, and the way to something else.
#[hook]
pub(super) fn use_over() -> (Over, Callback<Over>) {
    let over = use_state_eq(|| Over::Nothing);
    let setter = over.setter();
    (*over, use_callback((), move |to: Over, ()| setter.set(to)))
}

/// It, and the bar of what is selected.
pub(crate) fn over((now, on_over, commands): (Over, Callback<Over>, CommandsProps)) -> Html {
    let desk = &commands.desk;
    let on_close = on_over.reform(|()| Over::Nothing);
    html! {
        <>
            if !desk.chosen.is_empty() {
                { aside(SelectionBarProps { desk: desk.clone() }, |parts| parts.selection_bar) }
            }
            { match now {
                Over::Nothing => Html::default(),
                Over::Help => aside(HelpProps { on_close }, |parts| parts.help),
                Over::Settings => {
                    aside(SettingsProps { desk: desk.clone(), id: commands.id.clone(), on_close }, |parts| parts.settings)
                }
                Over::Palette => {
                    aside(PaletteProps { desk: desk.clone(), place: commands.place, on_close }, |parts| parts.palette)
                }
                Over::Commands => aside(CommandsProps { on_close, ..commands }, |parts| parts.commands),
            } }
        </>
    }
}
