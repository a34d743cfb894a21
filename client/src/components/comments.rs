//! The comments on a panel: threads in a sheet, the open ones first. Everybody from commenters on writes, answers and
//! says that a thread is done; one's own words can be taken away again.

mod composer;
pub(crate) mod mention;
mod unsaid;

use std::{rc::Rc, sync::Arc};

use document::{Anchor, AnchorX, Kind, Node, NodeId, Op, Property, Role, Value};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::{
    composer::Composer,
    mention::{Piece, is_same, known_names, pieces},
};
use super::{Desk, Glyph, icon, panel::heading_of, people::shown_name};
use crate::{
    api,
    locale::{Message, fill, t, when},
    workspace::Edit,
};

/// What the holder of a role is called where it is a person, and no group.
const ACCOUNT: &str = "account:";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CommentsProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) desk: Desk,
    /// The panel that is talked about.
    pub(crate) on: NodeId,
    /// The value of it that something is to be said about.
    pub(crate) about: Option<Anchor>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Comments(props: &CommentsProps) -> Html {
    let document = &props.desk.view.document;
    let threads = document.children_of(props.on, Kind::Comment);
    let (done, open): (Vec<_>, Vec<_>) = threads.into_iter().partition(|(_, node)| node.flag(Property::Resolved));
    let panel = document.node(props.on).map(|node| heading_of(node)).unwrap_or_default();
    let title = fill(Message::CommentsOn, &[("panel", &panel)]);
    let may_write = props.desk.is_now && props.desk.view.may_add(Kind::Comment, props.on);
    let close = props.on_close.reform(|_: MouseEvent| ());
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            // What is half written is kept.
            if event.key() == "Escape" && !event.is_composing() {
                on_close.emit(());
            }
        })
    };
    let names = use_names(&props.id, &props.desk);
    let view = |(id, node): &(NodeId, &Arc<Node>)| thread(&props.desk, *id, node, may_write, &names);
    html! {
        <aside class="sheet" role="region" aria-label={title.clone()} {onkeydown}>
            <header class="sheet-head">
                <h2 dir="auto">{ title }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)} onclick={close}>
                    { icon(Glyph::Close) }
                </button>
            </header>
            <div class="sheet-body">
                if may_write {
                    <Composer desk={props.desk.clone()} on={props.on} about={props.about.clone()} names={names.clone()}
                        words={Message::WriteComment} focused=true />
                } else {
                    <p class="field-hint">{ t(Message::MayNotComment) }</p>
                }
                if open.is_empty() && done.is_empty() {
                    <p class="field-hint">{ t(Message::NoComments) }</p>
                }
                <>{ for open.iter().map(view) }</>
                if !done.is_empty() {
                    <details>
                        <summary>{ t(Message::ResolvedThreads) }{ " " }{ done.len() }</summary>
                        { for done.iter().map(view) }
                    </details>
                }
            </div>
        </aside>
    }
}

/// The names of people that are known here; for an owner also of those who have a role.
#[hook]
fn use_names(id: &AttrValue, desk: &Desk) -> Rc<Vec<String>> {
    let granted = use_state_eq(Vec::<String>::new);
    let (id, setter) = (id.clone(), granted.setter());
    use_effect_with(desk.view.role, move |role| {
        if *role == Some(Role::Owner) {
            spawn_local(async move {
                let grants = api::list_grants(&id).await.unwrap_or_default();
                let people = grants.into_iter().filter(|grant| grant.holder.starts_with(ACCOUNT));
                setter.set(people.map(|grant| grant.name).collect());
            });
        }
    });
    let mut names = known_names(&desk.view.document, &desk.view.people);
    let more = granted.iter().filter(|name| !names.iter().any(|known| is_same(known, name)));
    let more: Vec<String> = more.cloned().collect();
    names.extend(more);
    Rc::new(names)
}

/// A comment, the answers to it, and what can be done about them.
fn thread(desk: &Desk, id: NodeId, node: &Arc<Node>, may_write: bool, names: &Rc<Vec<String>>) -> Html {
    let is_done = node.flag(Property::Resolved);
    let resolve = Op::Set { node: id, property: Property::Resolved, value: Value::Flag(!is_done) };
    let may_resolve = desk.is_now && desk.view.may(&resolve);
    let on_resolve = desk.on_edit.reform(move |_: MouseEvent| Edit::SetProperty {
        node: id,
        property: Property::Resolved,
        value: Value::Flag(!is_done),
    });
    let replies = desk.view.document.children_of(id, Kind::Reply);
    html! {
        <article class={classes!("thread", is_done.then_some("thread-done"))} key={id.to_string()}>
            if let Some(anchor) = node.anchor() {
                <p class="thread-about">{ icon(Glyph::Point) }<bdi>{ anchor_words(anchor) }</bdi></p>
            }
            { words(desk, id, node, names) }
            <>{ for replies.iter().map(|(reply, node)| words(desk, *reply, node, names)) }</>
            if may_write && !is_done {
                <Composer desk={desk.clone()} on={id} names={names.clone()} words={Message::WriteReply} />
            }
            if may_resolve {
                <button type="button" class="button button-bare" onclick={on_resolve}>
                    { icon(Glyph::Saved) }{ t(if is_done { Message::Reopen } else { Message::Resolve }) }
                </button>
            }
        </article>
    }
}

/// A data point in words: when or where, and of which series.
fn anchor_words(anchor: &Anchor) -> String {
    let x = match &anchor.x {
        AnchorX::Time(moment_ms) => when(*moment_ms),
        AnchorX::Text(text) => text.clone(),
    };
    anchor.series.iter().cloned().chain([x]).collect::<Vec<_>>().join(", ")
}

/// What one person said, and when.
fn words(desk: &Desk, id: NodeId, node: &Node, names: &[String]) -> Html {
    let author = match node.text(Property::Author) {
        "" => t(Message::Someone).to_owned(),
        author => author.to_owned(),
    };
    let at = node.moment(Property::WrittenAt).map(when);
    let on_delete = desk.on_edit.reform(move |_: MouseEvent| Edit::Delete { node: id });
    html! {
        <div class="said-words" key={id.to_string()}>
            <p class="said-by">
                <bdi>{ author }</bdi>
                if let Some(at) = at {
                    <time>{ at }</time>
                }
                if desk.may_remove_comment(id) {
                    <button type="button" class="button button-bare button-icon" title={t(Message::Delete)}
                        aria-label={t(Message::Delete)} onclick={on_delete}>{ icon(Glyph::Delete) }</button>
                }
            </p>
            <p class="said-body" dir="auto">{ for pieces(node.text(Property::Body), names).iter().map(|piece| shown(desk, piece)) }</p>
        </div>
    }
}

/// A part of what was said; a name stands out, one's own more so.
fn shown(desk: &Desk, piece: &Piece<'_>) -> Html {
    match piece {
        Piece::Words(words) => html! { (*words).to_owned() },
        Piece::Name(name) => {
            let me = desk.view.people.iter().find(|here| here.is_me);
            let is_me = me.is_some_and(|me| is_same(shown_name(&me.person), name));
            html! { <strong class={classes!("mention", is_me.then_some("mention-me"))}><bdi>{ "@" }{ *name }</bdi></strong> }
        }
    }
}

/// What the words are about, and a way to take that away.
fn about_words(anchor: &Anchor, about: UseStateSetter<Option<Anchor>>) -> Html {
    let label = t(Message::NotAboutValue);
    let onclick = Callback::from(move |_: MouseEvent| about.set(None));
    html! {
        <p class="chip"><bdi>{ fill(Message::AboutValue, &[("point", &anchor_words(anchor))]) }</bdi>
            <button type="button" class="chip-remove" title={label} aria-label={label} {onclick}>{ icon(Glyph::Close) }</button></p>
    }
}
