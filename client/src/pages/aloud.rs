//! Aloud: what an open dashboard reads to whoever does not see it: who began to edit what, and what was taken back.

use std::rc::Rc;

use document::Extent;
use yew::prelude::*;

use crate::{
    components::editors_said,
    locale::undone_words,
    workspace::{View, Workspace},
};

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
    use_undone_said(workspace, view, on_say);
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

/// What was taken back is said; what could not be, because of somebody else, is shown too.
#[hook]
fn use_undone_said(workspace: &Workspace, view: &View, on_say: &Callback<String>) {
    let (workspace, on_say) = (workspace.clone(), on_say.clone());
    use_effect_with(view.undone.clone(), move |undone| {
        let Some((number, undone)) = undone else { return };
        let words = undone_words(undone);
        match undone.extent {
            // The same words twice are read twice only if they differ.
            Extent::Whole if number % 2 == 1 => on_say.emit(words + "\u{a0}"),
            Extent::Whole => on_say.emit(words),
            Extent::Part | Extent::Nothing => workspace.notify(words),
        }
    });
}
