//! What one person does with their view: a link that shows others the same, a filter made by hand, and, for editors, the
//! time range with which everybody begins.

use document::{NodeId, Property, Value};
use gloo::utils::window;
use table::time_range::Moment;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::{
    AddFilterProps, Dialog, Glyph, MenuItem,
    chips::{self, unpinned},
};
use crate::{
    address,
    locale::{ExploreWords as Words, FilterWords, say},
    parts::aside,
    theme::{Choice as Shade, Theme},
    workspace::{
        Edit, Workspace,
        looks::{Looks, address::is_look},
    },
};

/// What stands over the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Asked {
    #[default]
    Nothing,
    Filter,
    /// The link, where the browser does not copy it.
    Link(String),
}

/// What can be done with the view.
pub(crate) fn items(
    workspace: &Workspace,
    theme: Option<Theme>,
    on_edit: Option<&Callback<Edit>>,
    asked: &UseStateHandle<Asked>,
) -> Vec<MenuItem> {
    let set = |to: Asked| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(to.clone()))
    };
    let share = {
        let (workspace, asked) = (workspace.clone(), asked.setter());
        Callback::from(move |()| share(&workspace, theme.as_ref(), asked.clone()))
    };
    let mut items = vec![
        MenuItem::new(Glyph::Copy, say(Words::ShareView), share),
        MenuItem::new(Glyph::Add, say(Words::AddFilter), set(Asked::Filter)),
    ];
    if let Some(on_edit) = on_edit {
        let (workspace, on_edit) = (workspace.clone(), on_edit.clone());
        let pin = Callback::from(move |()| pin(&workspace, &on_edit));
        items.push(MenuItem::new(Glyph::Flag, say(Words::PinView), pin));
    }
    let own = unpinned(&workspace.looks());
    if let Some(on_edit) = on_edit.filter(|_| !own.is_empty()) {
        let (workspace, on_edit) = (workspace.clone(), on_edit.clone());
        let pin = Callback::from(move |()| chips::pin(&workspace, &on_edit, &own));
        items.push(MenuItem::new(Glyph::Flag, say(FilterWords::PinAll), pin));
    }
    items
}

/// What was asked for.
pub(crate) fn over(workspace: &Workspace, on_say: &Callback<String>, asked: &UseStateHandle<Asked>) -> Html {
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(Asked::Nothing))
    };
    match &**asked {
        Asked::Nothing => Html::default(),
        Asked::Filter => {
            aside(AddFilterProps { workspace: workspace.clone(), on_say: on_say.clone(), on_close }, |parts| {
                parts.add_filter
            })
        }
        Asked::Link(link) => html! {
            <Dialog title={say(Words::ViewLink)} {on_close}>
                <input class="input" dir="ltr" readonly=true aria-label={say(Words::ViewLink)} value={link.clone()} />
            </Dialog>
        },
    }
}

/// Everybody begins with the time that is shown here.
fn pin(workspace: &Workspace, on_edit: &Callback<Edit>) {
    let looks = workspace.looks();
    let range = looks.period.range();
    let [from, to] = [range.map(|range| &range.from), range.map(|range| &range.to)]
        .map(|moment| moment.map(Moment::dated).unwrap_or_default());
    let values = vec![(Property::TimeFrom, Value::Text(from)), (Property::TimeTo, Value::Text(to))];
    on_edit.emit(Edit::SetProperties { node: NodeId::ROOT, values });
    workspace.notify(say(Words::ViewPinned).to_owned());
}

/// The link goes to the clipboard, or is shown where the browser does not let it.
fn share(workspace: &Workspace, theme: Option<&Theme>, asked: UseStateSetter<Asked>) {
    let link = link(&workspace.looks(), theme);
    let workspace = workspace.clone();
    // An address that is not secure has no clipboard.
    if !window().is_secure_context() {
        return asked.set(Asked::Link(link));
    }
    spawn_local(async move {
        match JsFuture::from(window().navigator().clipboard().write_text(&link)).await {
            Ok(_) => workspace.notify(say(Words::ViewShared).to_owned()),
            Err(_) => asked.set(Asked::Link(link)),
        }
    });
}

/// The address that shows the same: where charts stand still, the window that they show.
fn link(looks: &Looks, theme: Option<&Theme>) -> String {
    let mut held = looks.clone();
    held.period = looks.period.held();
    let others = address::pairs().into_iter().filter(|(name, _)| !is_look(name) && name != "theme");
    let shade = theme.and_then(|theme| match theme.choice {
        Shade::Light => Some("light"),
        Shade::Dark => Some("dark"),
        Shade::System => None,
    });
    let shade = shade.map(|shade| ("theme".to_owned(), shade.to_owned()));
    let pairs: Vec<_> = others.chain(held.to_address()).chain(shade).collect();
    address::of(&pairs)
}
