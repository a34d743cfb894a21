//! Named versions: the moments of a dashboard that somebody gave a name, above the changes in the sheet of the history.
//! A name is said to the relay at once; deleting it deletes no history.

use std::rc::Rc;

use document::Seq;
use protocol::history::{MAX_VERSION_NAME_CHARS, NamedVersion};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::{Glyph, icon, take_back::TakeBack};
use crate::{
    api::{self, ApiError},
    locale::{Message, TogetherWords, fill, refused, say_filled, t, when},
    parts,
};

/// The named versions of a dashboard, as they were read last.
#[derive(Clone, PartialEq)]
pub(crate) struct Named {
    /// In the order of their `Seq`.
    pub(crate) list: Rc<Vec<NamedVersion>>,
    failed: Option<ApiError>,
    id: AttrValue,
    setter: UseStateSetter<(Rc<Vec<NamedVersion>>, Option<ApiError>)>,
}

/// The named versions, read anew each time that they come to be wanted.
#[hook]
pub(crate) fn use_versions(id: &str, wanted: bool) -> Named {
    let known = use_state(<(Rc<Vec<NamedVersion>>, Option<ApiError>)>::default);
    let (list, failed) = (*known).clone();
    let named = Named { list, failed, id: id.to_owned().into(), setter: known.setter() };
    let reader = named.clone();
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            parts::act(reader, |rest| rest.list_versions);
        }
    });
    named
}

impl Named {
    /// The name of a `Seq`, if it has one.
    pub(crate) fn name(&self, seq: Seq) -> Option<&str> {
        self.list.iter().find(|version| version.seq == seq).map(|version| &*version.name)
    }

    /// Reads the list.
    pub(crate) fn read(&self) {
        self.follow(async { Ok(()) });
    }

    /// Reads the list again after something was done; what failed is kept beside what was known.
    fn follow(&self, act: impl Future<Output = Result<(), ApiError>> + 'static) {
        let (id, setter, known) = (self.id.clone(), self.setter.clone(), self.list.clone());
        spawn_local(async move {
            let failed = act.await.err();
            setter.set(match api::list_versions(&id).await {
                Ok(list) => (Rc::new(list), failed),
                Err(error) => (known, failed.or(Some(error))),
            });
        });
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VersionsProps {
    pub(crate) named: Named,
    /// What a new name is given to.
    pub(crate) shown: Seq,
    /// Who gives it.
    pub(crate) author: AttrValue,
    pub(crate) editable: bool,
    pub(crate) on_visit: Callback<Seq>,
    pub(crate) on_restore: Callback<Seq>,
}

#[component]
pub(crate) fn Versions(props: &VersionsProps) -> Html {
    let naming = use_state(|| false);
    let deleted = use_state(|| None::<NamedVersion>);
    let opener = use_node_ref();
    let onclick = {
        let naming = naming.clone();
        Callback::from(move |_: MouseEvent| naming.set(!*naming))
    };
    let on_name = {
        let (named, naming, opener) = (props.named.clone(), naming.setter(), opener.clone());
        let (seq, author) = (props.shown, props.author.clone());
        Callback::from(move |name: Option<String>| {
            naming.set(false);
            focus(&opener);
            if let Some(name) = name {
                let (id, author) = (named.id.clone(), author.clone());
                named.follow(async move { api::name_version(&id, seq, &name, &author).await });
            }
        })
    };
    let failed = props.named.failed.as_ref().map(|error| fill(Message::DidNotWork, &[("reason", &refused(error))]));
    html! {
        <section class="versions" aria-label={t(Message::NamedVersions)}>
            <h3>{ t(Message::NamedVersions) }</h3>
            <ul>{ for props.named.list.iter().rev().map(|version| shown_version(props, version, &opener, &deleted)) }</ul>
            if let Some(version) = &*deleted {
                { taken_back(&props.named, version, &deleted) }
            }
            if let Some(words) = failed {
                <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ words }</p>
            }
            if props.editable {
                <button type="button" class="button" ref={opener} aria-expanded={naming.to_string()} {onclick}>
                    { t(Message::NameThisState) }
                </button>
                if *naming {
                    <NameForm {on_name} />
                }
            }
        </section>
    }
}

/// A name that was deleted a moment ago, and the way to give it again.
fn taken_back(named: &Named, version: &NamedVersion, deleted: &UseStateHandle<Option<NamedVersion>>) -> Html {
    let words =
        say_filled(TogetherWords::VersionDeleted, &[("name", &fill(Message::Quoted, &[("text", &version.name)]))]);
    let on_end = {
        let deleted = deleted.setter();
        Callback::from(move |()| deleted.set(None))
    };
    let on_undo = {
        let (named, version, on_end) = (named.clone(), version.clone(), on_end.clone());
        Callback::from(move |()| {
            let (id, NamedVersion { seq, name, author, .. }) = (named.id.clone(), version.clone());
            named.follow(async move { api::name_version(&id, seq, &name, &author).await });
            on_end.emit(());
        })
    };
    html! { <TakeBack {words} {on_undo} {on_end} /> }
}

fn shown_version(
    props: &VersionsProps,
    version: &NamedVersion,
    opener: &NodeRef,
    deleted: &UseStateHandle<Option<NamedVersion>>,
) -> Html {
    let NamedVersion { seq, name, author, at_ms } = version;
    let seq = *seq;
    let label = |message| fill(message, &[("name", name)]);
    let delete = {
        let (named, opener, deleted, version) =
            (props.named.clone(), opener.clone(), deleted.setter(), version.clone());
        Callback::from(move |_: MouseEvent| {
            focus(&opener);
            let (id, deleted, version) = (named.id.clone(), deleted.clone(), version.clone());
            named.follow(async move {
                api::delete_version(&id, seq).await?;
                deleted.set(Some(version));
                Ok(())
            });
        })
    };
    let (show, restore) = (label(Message::ShowVersion), label(Message::RestoreVersion));
    let who = if author.is_empty() { t(Message::Someone) } else { author };
    html! {
        <li key={seq.0}>
            <p><bdi class="version-name">{ name }</bdi>
                <span class="field-hint">{ fill(Message::SaidByAt, &[("author", who), ("when", &when(*at_ms))]) }</span></p>
            <span class="version-acts">
                <button type="button" class="button" title={show}
                    onclick={props.on_visit.reform(move |_: MouseEvent| seq)}>{ t(Message::Show) }</button>
                if props.editable {
                    <button type="button" class="button" title={restore}
                        onclick={props.on_restore.reform(move |_: MouseEvent| seq)}>{ t(Message::Restore) }</button>
                    <button type="button" class="button button-bare button-icon" aria-label={label(Message::DeleteVersion)}
                        title={label(Message::DeleteVersion)} onclick={delete}>{ icon(Glyph::Delete) }</button>
                }
            </span>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct NameFormProps {
    /// Hears the name, or that there is none.
    on_name: Callback<Option<String>>,
}

/// Asks for a name; Escape asks no longer.
#[component]
fn NameForm(props: &NameFormProps) -> Html {
    let input = use_node_ref();
    use_effect_with(input.clone(), focus);
    let onsubmit = {
        let (input, on_name) = (input.clone(), props.on_name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let name = input.cast::<HtmlInputElement>().map(|input| input.value().trim().to_owned());
            on_name.emit(name.filter(|name| !name.is_empty()));
        })
    };
    let onkeydown = {
        let on_name = props.on_name.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.key() == "Escape" && !event.is_composing() {
                on_name.emit(None);
            }
        })
    };
    html! {
        <form class="version-form" {onsubmit}>
            <input class="input" ref={input} dir="auto" name="version" maxlength={MAX_VERSION_NAME_CHARS.to_string()}
                autocomplete="off" aria-label={t(Message::NameOfState)} placeholder={t(Message::NameOfState)} {onkeydown} />
            <button type="submit" class="button button-strong">{ t(Message::Keep) }</button>
        </form>
    }
}

fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _may_be_gone = element.focus();
    }
}
