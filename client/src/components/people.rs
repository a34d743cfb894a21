//! Who is there: an avatar for each person, oneself first. Pressing one shows all of them: what they may do, whom to go
//! along with, and for an owner, what else they are to be allowed. One's own name and colour are changed there too.

use std::rc::Rc;

use document::{NodeId, Role};
use protocol::{Person, SessionId, presence::MAX_PERSON_NAME_CHARS};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Dialog, panel::heading_of};
use crate::{
    identity::PERSON_COLORS,
    locale::{Counted, Message, counted, fill, t},
    workspace::{Here, View},
};

/// Avatars that are shown; beyond it a count.
const SHOWN_PEOPLE: usize = 6;
/// People that are listed; beyond it a count.
const LISTED_PEOPLE: usize = 100;
/// The list, which an avatar opens: the browser opens and closes it, also with Escape and a press elsewhere.
const LIST_ID: &str = "people-list";
/// The roles, from most to least.
const ROLES: [Role; 4] = [Role::Owner, Role::Editor, Role::Commenter, Role::Viewer];

/// Who is there, and what can be done about it.
#[derive(Clone, PartialEq)]
pub(crate) struct Company {
    pub(crate) people: Rc<Vec<Here>>,
    /// Whom one follows.
    pub(crate) following: Option<SessionId>,
    pub(crate) on_follow: Callback<Option<SessionId>>,
    pub(crate) on_grant: Callback<(SessionId, Role)>,
    pub(crate) on_rename: Callback<Person>,
}

impl Company {
    fn me(&self) -> Option<&Here> {
        self.people.iter().find(|here| here.is_me)
    }

    /// How many follow this person.
    fn followers(&self) -> usize {
        let me = self.me().map(|me| me.session);
        self.people.iter().filter(|here| me.is_some() && here.state.follows == me).count()
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PeopleProps {
    pub(crate) company: Company,
}

#[component]
pub(crate) fn People(props: &PeopleProps) -> Html {
    let naming = use_state(|| false);
    let set_naming = |to| {
        let naming = naming.setter();
        Callback::from(move |()| naming.set(to))
    };
    let company = &props.company;
    let me = company.me();
    let hidden = company.people.len().saturating_sub(SHOWN_PEOPLE);
    let others = company.people.iter().filter(|here| !here.is_me).take(SHOWN_PEOPLE - 1);
    html! {
        <>
            <ul class="people" aria-label={t(Message::PeopleHere)}>
                if let Some(me) = me {
                    <li class="people-me">{ avatar(&me.person, fill(Message::You, &[("name", shown_name(&me.person))])) }</li>
                }
                <>
                    { for others.map(|here| html! {
                        <li key={here.session.0}>{ avatar(&here.person, shown_name(&here.person).to_owned()) }</li>
                    }) }
                </>
                if hidden > 0 {
                    <li class="people-more">
                        <button type="button" class="button button-bare" popovertarget={LIST_ID}>
                            { counted(Counted::MorePeople, hidden) }
                        </button>
                    </li>
                }
            </ul>
            <div id={LIST_ID} class="people-list" popover="auto" role="group" aria-label={t(Message::PeopleHere)}>
                <ul>{ for company.people.iter().take(LISTED_PEOPLE).map(|here| line(company, here, &set_naming(true))) }</ul>
                if company.people.len() > LISTED_PEOPLE {
                    <p class="people-words">{ counted(Counted::MorePeople, company.people.len() - LISTED_PEOPLE) }</p>
                }
            </div>
            if let Some(me) = me.filter(|_| *naming) {
                <NameDialog person={me.person.clone()} on_rename={company.on_rename.clone()} on_close={set_naming(false)} />
            }
        </>
    }
}

fn avatar(person: &Person, who: String) -> Html {
    html! {
        <button type="button" class="avatar" data-person={color_of(person)} data-initials={initials(&person.name)}
            title={who.clone()} aria-label={who} popovertarget={LIST_ID}></button>
    }
}

/// A person in the list: who, what they may do, and what can be done about them.
fn line(company: &Company, here: &Here, on_name: &Callback<()>) -> Html {
    let name = shown_name(&here.person);
    let shown = if here.is_me { fill(Message::You, &[("name", name)]) } else { name.to_owned() };
    let may_grant = !here.is_me && company.me().is_some_and(|me| me.role == Role::Owner);
    html! {
        <li key={here.session.0} class="people-line">
            <span class="avatar" aria-hidden="true" data-person={color_of(&here.person)}
                data-initials={initials(&here.person.name)}></span>
            <span class="people-name"><bdi>{ shown }</bdi></span>
            if may_grant {
                { role_choice(company, here, name) }
            } else {
                <span class="people-words">{ t(role_words(here.role)) }</span>
            }
            if here.is_me {
                <button type="button" class="button" popovertarget={LIST_ID} onclick={on_name.reform(|_: MouseEvent| ())}>
                    { t(Message::ChangeYourName) }
                </button>
                if company.followers() > 0 {
                    <span class="people-words people-followers">{ counted(Counted::Followers, company.followers()) }</span>
                }
            } else {
                { follow_button(company, here.session, name) }
            }
        </li>
    }
}

fn follow_button(company: &Company, session: SessionId, name: &str) -> Html {
    let follows = company.following == Some(session);
    let onclick = company.on_follow.reform(move |_: MouseEvent| (!follows).then_some(session));
    let label = fill(Message::FollowSomebody, &[("name", name)]);
    html! {
        <button type="button" class="button" aria-pressed={follows.to_string()} aria-label={label} {onclick}
            popovertarget={LIST_ID}>{ t(Message::Follow) }</button>
    }
}

fn role_choice(company: &Company, here: &Here, name: &str) -> Html {
    let session = here.session;
    let onchange = {
        let on_grant = company.on_grant.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            if let Some(role) = chosen.and_then(|index: usize| ROLES.get(index)) {
                on_grant.emit((session, *role));
            }
        })
    };
    let option = |(index, role): (usize, &Role)| {
        html! { <option value={index.to_string()} selected={*role == here.role}>{ t(role_words(*role)) }</option> }
    };
    html! {
        <select class="input" aria-label={fill(Message::RoleOf, &[("name", name)])} {onchange}>
            { for ROLES.iter().enumerate().map(option) }
        </select>
    }
}

/// What a role allows, in words.
fn role_words(role: Role) -> Message {
    match role {
        Role::Viewer => Message::RoleViewer,
        Role::Commenter => Message::RoleCommenter,
        Role::Editor => Message::RoleEditor,
        Role::Owner => Message::RoleOwner,
    }
}

/// What this person hears when an owner has changed what they may do.
pub(crate) fn new_role_words(role: Role) -> &'static str {
    t(match role {
        Role::Viewer => Message::NowViewer,
        Role::Commenter => Message::NowCommenter,
        Role::Editor => Message::NowEditor,
        Role::Owner => Message::NowOwner,
    })
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

/// Somebody else who has selected this panel and does not edit it.
pub(crate) fn selector_of(people: &[Here], panel: NodeId) -> Option<&Person> {
    let selecting = |here: &&Here| !here.is_me && !here.state.editing && here.state.selection.contains(&panel);
    people.iter().find(selecting).map(|here| &here.person)
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
