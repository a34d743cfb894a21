//! Aloud: what an open dashboard reads to whoever does not see it: who began to edit what, what others have changed, what
//! was taken back, and at which time and through which filters the charts look now.

mod others;

use std::{cell::Cell, rc::Rc};

use document::{Extent, NodeId, Seq};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use self::others::{Deed, deeds};
use crate::{
    components::{editors_said, filter_words, heading_of, range_words, shown_name},
    locale::{ExploreWords, Message, TogetherWords, fill, say, say_filled, t, undone_words},
    workspace::{View, Workspace},
};

/// How long what others do gathers before it is said, in milliseconds: a drag or a word in letters is one thing.
const GATHER_MS: u32 = 2_000;
/// Most panels that one sentence names.
const NAMED: usize = 3;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AloudProps {
    pub(crate) workspace: Workspace,
    pub(crate) view: Rc<View>,
    pub(crate) on_say: Callback<String>,
}

/// Says what there is to say; it shows nothing.
#[component]
pub(crate) fn Aloud(props: &AloudProps) -> Html {
    let AloudProps { workspace, view, on_say } = props;
    use_editors_said(view, on_say);
    use_others_said(workspace, view, on_say);
    use_undone_said(workspace, view, on_say);
    use_looks_said(workspace, view, on_say);
    Html::default()
}

/// Readers hear who began to edit what.
#[hook]
fn use_editors_said(view: &View, on_say: &Callback<String>) {
    let before = use_mut_ref(Vec::<String>::new);
    let on_say = on_say.clone();
    use_effect_with(editors_said(view), move |now| {
        let before = before.replace(now.clone());
        let new: Vec<_> = now.iter().filter(|sentence| !before.contains(sentence)).cloned().collect();
        if !new.is_empty() {
            on_say.emit(new.join(". "));
        }
    });
}

/// Readers hear what others have changed, all of some seconds at once.
#[hook]
fn use_others_said(workspace: &Workspace, view: &View, on_say: &Callback<String>) {
    let heard = use_mut_ref(|| None::<Seq>);
    let gathers = use_memo((), |()| Cell::new(false));
    let (workspace, on_say) = (workspace.clone(), on_say.clone());
    use_effect_with((view.seq, view.loaded), move |(seq, is_loaded)| {
        if !is_loaded {
            return;
        }
        let since = *heard.borrow_mut().get_or_insert(*seq);
        if since == *seq || gathers.replace(true) {
            return;
        }
        Timeout::new(GATHER_MS, move || {
            gathers.set(false);
            let view = workspace.view();
            let since = heard.replace(Some(view.seq)).unwrap_or(view.seq);
            let words = others_words(&workspace, &view, since);
            if !words.is_empty() {
                on_say.emit(told_again(words, view.seq.0));
            }
        })
        .forget();
    });
}

/// What others did after a place in the order, a sentence for each of them.
fn others_words(workspace: &Workspace, view: &View, since: Seq) -> String {
    let Some(me) = view.who else { return String::new() };
    let sentence = |deed: Deed| {
        let person =
            workspace.others(|(_, other)| (other.client == deed.by).then(|| shown_name(&other.person).to_owned()));
        let name = person.first().map_or(t(Message::Someone), |name| name);
        let words = if deed.said { TogetherWords::LatelySaid } else { TogetherWords::LatelyChanged };
        say_filled(words, &[("name", name), ("what", &about_words(view, &deed.about))])
    };
    deeds(&view.document, since, me.client).into_iter().map(sentence).collect::<Vec<_>>().join(". ")
}

/// What it is about, by name.
fn about_words(view: &View, about: &[NodeId]) -> String {
    let name = |id: &NodeId| match view.document.node(*id).filter(|_| *id != NodeId::ROOT) {
        Some(node) => fill(Message::Quoted, &[("text", &heading_of(node))]),
        None => t(Message::ThisDashboard).to_owned(),
    };
    let named = about.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ");
    if about.len() > NAMED { say_filled(TogetherWords::AndMore, &[("what", &named)]) } else { named }
}

/// What was taken back is said; what could not be, because of somebody else, is shown too.
#[hook]
fn use_undone_said(workspace: &Workspace, view: &View, on_say: &Callback<String>) {
    let (workspace, on_say) = (workspace.clone(), on_say.clone());
    use_effect_with(view.undone.clone(), move |undone| {
        let Some((number, undone)) = undone else { return };
        let words = undone_words(undone);
        match undone.extent {
            Extent::Whole => on_say.emit(told_again(words, u64::from(*number))),
            Extent::Part | Extent::Nothing => workspace.notify(words),
        }
    });
}

/// The same words twice are read twice only if they differ.
fn told_again(words: String, number: u64) -> String {
    if number % 2 == 1 { words + "\u{a0}" } else { words }
}

/// Whoever looks at another time, or through other filters, hears which.
#[hook]
fn use_looks_said(workspace: &Workspace, view: &View, on_say: &Callback<String>) {
    let filters = view.looks.pinned.iter().cloned().chain(view.looks.filters());
    let filters = filters.map(|filter| [&*filter.field, ": ", &filter_words(workspace, &filter)].concat());
    let now = (range_words(&view.looks.period), filters.collect::<Vec<_>>().join(", "));
    let before = use_mut_ref(|| None::<(String, String)>);
    let on_say = on_say.clone();
    use_effect_with(now, move |now| {
        let Some((range, filters)) = before.replace(Some(now.clone())) else { return };
        if now.1 != filters {
            on_say.emit(match now.1.is_empty() {
                true => say(ExploreWords::NoFilters).to_owned(),
                false => say_filled(ExploreWords::FiltersAre, &[("filters", &now.1)]),
            });
        } else if now.0 != range {
            on_say.emit(now.0.clone());
        }
    });
}
