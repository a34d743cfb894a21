//! What stands over a dashboard when a key asks for it: the help, the commands, the settings; and what can be
//! added, beside it.

use yew::prelude::*;

use crate::{
    components::{CommandsProps, Desk, HelpProps, PaletteProps, SelectionBarProps, SettingsProps},
    parts::aside,
};

/// One of them at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
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
pub(super) fn over(now: Over, on_over: &Callback<Over>, desk: &Desk, commands: impl FnOnce() -> CommandsProps) -> Html {
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
                    let id = commands().id;
                    aside(SettingsProps { desk: desk.clone(), id, on_close }, |parts| parts.settings)
                }
                Over::Palette => {
                    let place = commands().place;
                    aside(PaletteProps { desk: desk.clone(), place, on_close }, |parts| parts.palette)
                }
                Over::Commands => aside(CommandsProps { on_close, ..commands() }, |parts| parts.commands),
            } }
        </>
    }
}
