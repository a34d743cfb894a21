//! Nothing: there are rows, but none of them in what this person looks at. It says so, and offers the ways to see more.

use document::NodeId;
use yew::prelude::*;

use crate::{
    components::{Glyph, icon, range_words, take_away},
    locale::{ExploreWords as Words, Message, say, say_filled, t},
    workspace::{
        LookAct, Workspace,
        looks::{Choice, Period},
    },
};

#[derive(Clone)]
pub(crate) struct NothingProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    /// The time that is looked at.
    pub(crate) period: Period,
}

pub(crate) fn nothing(props: NothingProps) -> Html {
    let NothingProps { workspace, panel, period } = props;
    let looks = workspace.looks();
    let filters: Vec<_> = looks.filters().into_iter().filter(|filter| filter.by != Some(panel)).collect();
    let is_zoomed = looks.of(panel).view.x.is_some();
    let words = match period.range() {
        Some(_) if !is_zoomed => say_filled(Words::NothingIn, &[("range", &range_words(&period))]),
        Some(_) | None => say(Words::NothingHere).to_owned(),
    };
    let button = |words: &'static str, act: Box<dyn Fn(&Workspace)>| {
        let workspace = workspace.clone();
        let onclick = Callback::from(move |_: MouseEvent| act(&workspace));
        html! { <button type="button" class="button" {onclick}>{ words }</button> }
    };
    html! {
        <div class="plot-problem plot-nothing" role="status">
            { icon(Glyph::Time) }<p dir="auto">{ words }</p>
            <div class="choices">
                if is_zoomed {
                    { button(t(Message::ShowAll), Box::new(move |workspace| workspace.look(panel, LookAct::Reset))) }
                }
                if period.range().is_some() && !is_zoomed {
                    { button(say(Words::ShowAllTimes), Box::new(|workspace| workspace.look_at(|period| period.chosen = Some(Choice::All)))) }
                }
                if !filters.is_empty() {
                    { button(t(Message::ClearFilters), Box::new(move |workspace| take_away(workspace, &filters))) }
                }
            </div>
        </div>
    }
}
