//! The comments on a panel: threads in a sheet, the open ones first. Everybody from commenters on writes, answers and
//! says that a thread is done; one's own words can be taken away again.

use std::sync::Arc;

use document::{Anchor, AnchorX, Kind, Node, NodeId, Op, Property, Value};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{Desk, Glyph, icon, panel::heading_of, people::shown_name};
use crate::{
    locale::{Message, fill, t, when},
    workspace::{Edit, edit::Comment},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CommentsProps {
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
            // What is half written is not thrown away by a key: the button closes all the same.
            if event.key() == "Escape" && !event.is_composing() && !is_half_written(&event) {
                on_close.emit(());
            }
        })
    };
    let view = |(id, node): &(NodeId, &Arc<Node>)| thread(&props.desk, *id, node, may_write);
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
                    <Composer desk={props.desk.clone()} on={props.on} about={props.about.clone()} words={Message::WriteComment} focused=true />
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

/// Whether the key was pressed in a box that holds words.
fn is_half_written(event: &KeyboardEvent) -> bool {
    let area = event.target_dyn_into::<HtmlTextAreaElement>();
    area.is_some_and(|area| !area.value().trim().is_empty())
}

/// A comment, the answers to it, and what can be done about them.
fn thread(desk: &Desk, id: NodeId, node: &Arc<Node>, may_write: bool) -> Html {
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
            { words(desk, id, node) }
            <>{ for replies.iter().map(|(reply, node)| words(desk, *reply, node)) }</>
            if may_write && !is_done {
                <Composer desk={desk.clone()} on={id} words={Message::WriteReply} />
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
fn words(desk: &Desk, id: NodeId, node: &Node) -> Html {
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
            <p class="said-body" dir="auto">{ node.text(Property::Body).to_owned() }</p>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ComposerProps {
    desk: Desk,
    /// What is talked about, or which comment is answered.
    on: NodeId,
    /// The value that is talked about, unless it is taken away.
    #[prop_or_default]
    about: Option<Anchor>,
    /// What the box is for.
    words: Message,
    /// Whether it has the focus from the start, and room for more than a line.
    #[prop_or_default]
    focused: bool,
}

/// A box for something to say. It is said by its button, or by Enter with Ctrl.
#[component]
fn Composer(props: &ComposerProps) -> Html {
    let text = use_state(String::new);
    let about = use_state(|| props.about.clone());
    let area = use_node_ref();
    use_effect_with((props.on, props.about.clone()), {
        let (area, focused, about) = (area.clone(), props.focused, about.setter());
        move |(_, named)| {
            about.set(named.clone());
            if let Some(area) = area.cast::<HtmlTextAreaElement>().filter(|_| focused) {
                let _may_be_gone = area.focus();
            }
        }
    });
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                text.set(area.value());
            }
        })
    };
    let send = {
        let (desk, on, text, about) = (props.desk.clone(), props.on, text.clone(), about.clone());
        Callback::from(move |()| {
            let me = desk.view.people.iter().find(|here| here.is_me);
            let author = me.map(|here| shown_name(&here.person).to_owned()).unwrap_or_default();
            let written_at_ms = js_sys::Date::now() as i64;
            let comment = Comment { body: (*text).clone(), author, written_at_ms, anchor: (*about).clone() };
            desk.on_edit.emit(Edit::Comment { on, comment });
            text.set(String::new());
            about.set(None);
        })
    };
    let is_sayable = !text.trim().is_empty() && Property::Body.check(&Value::Text((*text).clone())).is_ok();
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && is_sayable {
                send.emit(());
            }
        })
    };
    html! {
        <div class="composer">
            if let Some(anchor) = &*about {
                { about_words(anchor, about.setter()) }
            }
            <textarea class="input" ref={area} dir="auto" rows={if props.focused { "3" } else { "1" }} placeholder={t(props.words)} aria-label={t(props.words)}
                value={(*text).clone()} {oninput} {onkeydown} />
            if is_sayable {
                <button type="button" class="button" onclick={send.reform(|_: MouseEvent| ())}>{ t(Message::Send) }</button>
            }
        </div>
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
