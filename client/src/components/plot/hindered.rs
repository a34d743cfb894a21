//! Hindered: a panel that cannot be drawn says why in the language of the page, and leads to its form.

use chart::Problem;
use yew::prelude::*;

use crate::{
    components::{Glyph, icon},
    locale::{Message, t, trouble},
};

#[derive(Clone)]
pub(crate) struct HinderedProps {
    pub(crate) problem: Problem,
    pub(crate) editable: bool,
    /// The form of the panel is wanted.
    pub(crate) on_open: Callback<()>,
}

/// Why nothing is drawn, and what can be done about it.
pub(crate) fn hindered(props: HinderedProps) -> Html {
    let HinderedProps { problem, editable, on_open } = props;
    let waiting = matches!(problem, Problem::NoRows);
    let onclick = on_open.reform(|_: MouseEvent| ());
    html! {
        <div class="plot-problem" data-problem={problem.kind()}>
            { icon(if waiting { Glyph::Time } else { Glyph::Table }) }
            <p dir="auto">{ trouble(&problem) }</p>
            if editable && !waiting {
                <button type="button" class="button" {onclick}>{ t(Message::EditThisPanel) }</button>
            }
        </div>
    }
}
