//! Help: how the page is used, and its keys.

use yew::prelude::*;

use super::{Dialog, keys};
use crate::locale::{BuilderWords, Message, Phrase, p, say, t};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HelpProps {
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let are_on = use_state(keys::are_on);
    let on_switch = {
        let are_on = are_on.clone();
        Callback::from(move |_: Event| {
            keys::switch(!*are_on);
            are_on.set(!*are_on);
        })
    };
    let arrows = t(Message::Arrows);
    let keys: [(Message, &[&str]); 14] = [
        (Message::KeyOpenPanel, &["Enter"]),
        (Message::KeyMovePanel, &[arrows]),
        (Message::KeySizePanel, &["Shift", arrows]),
        (Message::KeyDeletePanel, &["Del"]),
        (Message::KeyDuplicate, &["Ctrl", "D"]),
        (Message::KeyCopy, &["Ctrl", "C", "V"]),
        (Message::KeyRenameTab, &["F2"]),
        (Message::KeyUndo, &["Ctrl", "Z"]),
        (Message::KeyRedo, &["Ctrl", "Shift", "Z"]),
        (Message::KeyWalkChart, &[arrows]),
        (Message::KeyZoomChart, &["+", "-", "0"]),
        (Message::KeyValues, &["T"]),
        (Message::CommentOnValue, &["C"]),
        (Message::KeyCancel, &["Esc"]),
    ];
    let more: [(Phrase, &[&str]); 3] = [
        (Phrase::KeySelect, &["Space"]),
        (Phrase::KeySelectAll, &["Ctrl", "A"]),
        (Phrase::KeyCommands, &["Ctrl", "K"]),
    ];
    let words =
        keys.iter().map(|(what, keys)| (t(*what), *keys)).chain(more.iter().map(|(what, keys)| (p(*what), *keys)));
    let row = |(what, keys): (&'static str, &[&'static str])| {
        html! {
            <>
                <dt>{ what }</dt>
                <dd>{ for keys.iter().map(|key| html! { <>{ " " }<kbd>{ *key }</kbd></> }) }</dd>
            </>
        }
    };
    html! {
        <Dialog title={t(Message::Help)} on_close={props.on_close.clone()}>
            <p>{ t(Message::HelpIntro) }</p>
            <h3 class="field-label">{ t(Message::KeysHeading) }</h3>
            <dl class="keys">{ for words.map(row) }</dl>
            <h3 class="field-label">{ say(BuilderWords::SingleKeys) }</h3>
            <label class="tick">
                <input type="checkbox" checked={*are_on} onchange={on_switch} />{ say(BuilderWords::SingleKeysOn) }
            </label>
            if *are_on {
                <dl class="keys">{ for keys::doable().into_iter().map(shortcut) }</dl>
            }
        </Dialog>
    }
}

fn shortcut(shortcut: keys::Shortcut) -> Html {
    let caps = shortcut.keys().iter().map(|key| html! { <>{ " " }<kbd>{ keys::cap(key) }</kbd></> });
    html! {
        <>
            <dt>{ shortcut.words() }</dt>
            <dd>{ for caps }</dd>
        </>
    }
}
