//! Who is there: an avatar for each person, oneself first. One's own opens a dialog for name and colour.

use std::rc::Rc;

use document::NodeId;
use protocol::{Person, presence::MAX_PERSON_NAME_CHARS};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Dialog, panel::heading_of};
use crate::{
    identity::PERSON_COLORS,
    locale::{Counted, Message, counted, fill, t},
    workspace::{Here, View},
};

/// Avatars that are shown; beyond it a count.
const SHOWN_PEOPLE: usize = 6;

#[derive(PartialEq, Properties)]
pub(crate) struct PeopleProps {
    pub(crate) people: Rc<Vec<Here>>,
    pub(crate) on_rename: Callback<Person>,
}

#[component]
pub(crate) fn People(props: &PeopleProps) -> Html {
    let naming = use_state(|| false);
    let open = {
        let naming = naming.setter();
        Callback::from(move |_: MouseEvent| naming.set(true))
    };
    let on_close = {
        let naming = naming.setter();
        Callback::from(move |()| naming.set(false))
    };
    let me = props.people.iter().find(|here| here.is_me);
    let hidden = props.people.len().saturating_sub(SHOWN_PEOPLE);
    let others = props.people.iter().filter(|here| !here.is_me).take(SHOWN_PEOPLE - 1);
    html! {
        <>
            <ul class="people" aria-label={t(Message::PeopleHere)}>
                if let Some(me) = me {
                    <li class="people-me">{ own_avatar(&me.person, open) }</li>
                }
                { others.map(avatar).collect::<Html>() }
                if hidden > 0 {
                    <li class="people-more">{ counted(Counted::MorePeople, hidden) }</li>
                }
            </ul>
            if let Some(me) = me.filter(|_| *naming) {
                <NameDialog person={me.person.clone()} on_rename={props.on_rename.clone()} {on_close} />
            }
        </>
    }
}

fn own_avatar(person: &Person, onclick: Callback<MouseEvent>) -> Html {
    let who = fill(Message::You, &[("name", shown_name(person))]);
    let label = format!("{who}. {}", t(Message::ChangeYourName));
    html! {
        <button type="button" class="avatar" data-person={color_of(person)} data-initials={initials(&person.name)}
            title={who} aria-label={label} {onclick}></button>
    }
}

fn avatar(here: &Here) -> Html {
    let name = shown_name(&here.person).to_owned();
    html! {
        <li key={here.session.0}>
            <span class="avatar" role="img" data-person={color_of(&here.person)}
                data-initials={initials(&here.person.name)} title={name.clone()} aria-label={name}></span>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct NameDialogProps {
    person: Person,
    on_rename: Callback<Person>,
    on_close: Callback<()>,
}

#[component]
fn NameDialog(props: &NameDialogProps) -> Html {
    let name = use_state(|| props.person.name.clone());
    let rename = |person: Person, on_rename: &Callback<Person>| on_rename.emit(person);
    let oninput = {
        let (name, person, on_rename) = (name.setter(), props.person.clone(), props.on_rename.clone());
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let typed: String = input.value().chars().take(MAX_PERSON_NAME_CHARS).collect();
            name.set(typed.clone());
            if !typed.trim().is_empty() {
                rename(Person { name: typed.trim().to_owned(), ..person.clone() }, &on_rename);
            }
        })
    };
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() {
                // The focus goes back to the avatar, which the same press would open again.
                event.prevent_default();
                on_close.emit(());
            }
        })
    };
    let swatch = |color: u8| {
        let person = Person { color, ..props.person.clone() };
        let onclick = props.on_rename.reform(move |_: MouseEvent| person.clone());
        let label = fill(Message::ColorNumber, &[("number", &(color + 1).to_string())]);
        let checked = (color == props.person.color % PERSON_COLORS).to_string();
        html! {
            <button key={color} type="button" role="radio" class="swatch swatch-person" data-person={color.to_string()}
                title={label.clone()} aria-label={label} aria-checked={checked} {onclick}></button>
        }
    };
    html! {
        <Dialog title={t(Message::ChangeYourName)} on_close={props.on_close.clone()}>
            <label class="field">
                <span class="field-label">{ t(Message::YourName) }</span>
                <input class="input" dir="auto" maxlength={MAX_PERSON_NAME_CHARS.to_string()} autocomplete="nickname"
                    autofocus=true value={(*name).clone()} {oninput} {onkeydown} />
            </label>
            <div class="field">
                <span class="field-label">{ t(Message::YourColor) }</span>
                <div class="swatches" role="radiogroup" aria-label={t(Message::YourColor)}>
                    { for (0..PERSON_COLORS).map(swatch) }
                </div>
            </div>
            <button type="button" class="button button-strong" onclick={props.on_close.reform(|_: MouseEvent| ())}>
                { t(Message::Done) }
            </button>
        </Dialog>
    }
}

/// The number of a person's colour, as `base.css` knows it.
pub(crate) fn color_of(person: &Person) -> String {
    (person.color % PERSON_COLORS).to_string()
}

/// The name that is shown.
pub(crate) fn shown_name(person: &Person) -> &str {
    if person.name.is_empty() { t(Message::Someone) } else { &person.name }
}

/// Somebody else who edits this panel.
pub(crate) fn editor_of(people: &[Here], panel: NodeId) -> Option<&Person> {
    let editing = |here: &&Here| !here.is_me && here.state.editing && here.state.panel == Some(panel);
    people.iter().find(editing).map(|here| &here.person)
}

/// Who edits what, in words: one sentence for each of the others with an open form.
pub(crate) fn editors_said(view: &View) -> Vec<String> {
    let sentence = |here: &Here| {
        let panel = here.state.panel.filter(|_| here.state.editing && !here.is_me)?;
        let panel = heading_of(view.document.node(panel)?);
        Some(fill(Message::IsEditing, &[("name", shown_name(&here.person)), ("panel", &panel)]))
    };
    view.people.iter().filter_map(sentence).collect()
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    let letters: String = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_last_word() {
        for (name, letters) in
            [("Ada", "A"), ("ada lovelace", "AL"), ("Ada King Lovelace", "AL"), ("  ", "?"), ("émile zola", "ÉZ")]
        {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
