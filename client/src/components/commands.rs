//! Commands: one box that finds what can be done here, the panels, the other dashboards and the people, and goes there.

use std::rc::Rc;

use document::{Kind, NodeId};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{
    Company, Desk, Dialog, Glyph,
    dashboard_bar::face,
    focus, icon,
    panel::{dom_id, heading_of},
    people::shown_name,
};
use crate::{
    api::{self, DashboardInfo},
    locale::{Access, BuilderWords, Language, Message, Phrase, language, p, say, say_filled, t},
    routes::Route,
    workspace::Edit,
};

/// Most lines that are shown; a word more finds the others.
const MAX_LINES: usize = 50;
/// The element that has the lines.
const LIST_ID: &str = "commands";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CommandsProps {
    pub(crate) desk: Desk,
    /// Names this dashboard at the relay.
    pub(crate) id: AttrValue,
    /// Where new panels go.
    pub(crate) place: NodeId,
    pub(crate) company: Company,
    pub(crate) on_tab: Callback<NodeId>,
    pub(crate) on_history: Callback<()>,
    pub(crate) on_settings: Callback<()>,
    /// What can be added is wanted.
    pub(crate) on_add: Callback<()>,
    pub(crate) on_help: Callback<()>,
    pub(crate) on_close: Callback<()>,
}

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
struct Command {
    glyph: Glyph,
    words: String,
    /// What kind of thing it is.
    group: &'static str,
    act: Callback<()>,
}

#[component]
pub(crate) fn Commands(props: &CommandsProps) -> Html {
    let (query, at) = (use_state(String::new), use_state(|| 0_usize));
    let dashboards = use_state(Rc::<[DashboardInfo]>::default);
    use_effect_with((), {
        let dashboards = dashboards.setter();
        move |()| {
            spawn_local(async move {
                dashboards.set(api::list_dashboards().await.unwrap_or_default().into());
            });
        }
    });
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _may_be_gone = input.focus();
            }
        }
    });
    let all = commands(props, &dashboards);
    let words: Vec<&str> = all.iter().map(|command| command.words.as_str()).collect();
    let found: Vec<Command> = ranked(&query, &words).into_iter().take(MAX_LINES).map(|at| all[at].clone()).collect();
    let chosen = (*at).min(found.len().saturating_sub(1));
    let oninput = {
        let (query, at) = (query.setter(), at.setter());
        Callback::from(move |event: InputEvent| {
            at.set(0);
            query.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
        })
    };
    let choose = {
        let on_close = props.on_close.clone();
        Callback::from(move |act: Callback<()>| {
            on_close.emit(());
            // The dialog gives the focus back first; what is chosen may take it.
            Timeout::new(0, move || act.emit(())).forget();
        })
    };
    let onkeydown = {
        let (acts, at, choose) =
            (found.iter().map(|it| it.act.clone()).collect::<Vec<_>>(), at.setter(), choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = acts.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => at.set(if chosen == last { 0 } else { chosen + 1 }),
                "ArrowUp" => at.set(chosen.checked_sub(1).unwrap_or(last)),
                "Enter" if !event.is_composing() => {
                    if let Some(act) = acts.get(chosen) {
                        choose.emit(act.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let line = |(index, command): (usize, &Command)| {
        let act = command.act.clone();
        let onclick = choose.reform(move |_: MouseEvent| act.clone());
        html! {
            <li key={index} id={line_id(index)} role="option" class="command" aria-selected={(index == chosen).to_string()} {onclick}>
                { icon(command.glyph) }<span dir="auto">{ &command.words }</span><span class="command-group">{ command.group }</span>
            </li>
        }
    };
    html! {
        <Dialog title={p(Phrase::Commands)} on_close={props.on_close.clone()}>
            <input ref={input} class="input" type="text" dir="auto" role="combobox" aria-expanded="true" aria-controls={LIST_ID}
                aria-activedescendant={(!found.is_empty()).then(|| line_id(chosen))} aria-label={p(Phrase::CommandsHint)} placeholder={p(Phrase::CommandsHint)}
                autocomplete="off" value={(*query).clone()} {oninput} {onkeydown} />
            if found.is_empty() {
                <p role="status">{ p(Phrase::NoCommand) }</p>
            }
            <ul id={LIST_ID} class="commands" role="listbox" aria-label={p(Phrase::Commands)}>{ for found.iter().enumerate().map(line) }</ul>
        </Dialog>
    }
}

fn line_id(index: usize) -> String {
    format!("command-{index}")
}

/// All that can be chosen: what can be done, then where one can go.
fn commands(props: &CommandsProps, dashboards: &[DashboardInfo]) -> Vec<Command> {
    let mut all = acts(props);
    all.extend(panels(props));
    let others = dashboards.iter().filter(|info| *info.id != *props.id);
    all.extend(others.map(|info| {
        let route = Route::Dashboard { id: info.id.clone() };
        let words = if info.title.is_empty() { t(Message::Untitled).to_owned() } else { info.title.clone() };
        Command { glyph: Glyph::Dashboards, words, group: p(Phrase::GroupDashboard), act: go(route) }
    }));
    let people = props.company.people.iter().filter(|here| !here.is_me);
    all.extend(people.map(|here| {
        let (session, on_follow) = (here.session, props.company.on_follow.clone());
        let act = Callback::from(move |()| on_follow.emit(Some(session)));
        let words = [t(Message::Follow), ": ", shown_name(&here.person)].concat();
        Command { glyph: Glyph::Play, words, group: p(Phrase::GroupPerson), act }
    }));
    all
}

/// What can be done; what this person may not do is left out.
fn acts(props: &CommandsProps) -> Vec<Command> {
    let (desk, place) = (&props.desk, props.place);
    let group = p(Phrase::GroupAction);
    let mut all = Vec::new();
    let mut add = |glyph, words: String, act: Callback<()>| all.push(Command { glyph, words, group, act });
    if desk.may_add_panels(place) {
        add(Glyph::Add, t(Message::AddPanel).to_owned(), props.on_add.clone());
        for (kind, (glyph, words)) in Kind::PANELS.into_iter().filter_map(|kind| Some((kind, face(kind)?))) {
            let words = [t(Message::AddPanel), ": ", t(words)].concat();
            add(glyph, words, desk.on_edit.reform(move |()| Edit::AddPanel { kind, parent: place }));
        }
    }
    if desk.editable {
        if desk.view.undo.is_some() {
            add(Glyph::Undo, t(Message::Undo).to_owned(), desk.on_edit.reform(|()| Edit::Undo));
        }
        if desk.view.redo.is_some() {
            add(Glyph::Redo, p(Phrase::Redo).to_owned(), desk.on_edit.reform(|()| Edit::Redo));
        }
        add(Glyph::Edit, p(Phrase::Settings).to_owned(), props.on_settings.clone());
    }
    let is_live = |node: &std::sync::Arc<document::Node>| node.refresh() == document::Refresh::Live;
    if !desk.view.document.node(NodeId::ROOT).is_none_or(is_live) {
        let workspace = desk.workspace.clone();
        let act = Callback::from(move |()| workspace.painter().show_newest());
        add(Glyph::Forward, say(BuilderWords::ShowNewest).to_owned(), act);
    }
    add(Glyph::Time, t(Message::History).to_owned(), props.on_history.clone());
    add(Glyph::Help, t(Message::Help).to_owned(), props.on_help.clone());
    for offered in Language::ALL.into_iter().filter(|offered| *offered != language()) {
        let words = say_filled(Access::SpeakIn, &[("language", offered.own_name())]);
        add(Glyph::Language, words, Callback::from(move |()| offered.choose()));
    }
    add(Glyph::Back, t(Message::BackToDashboards).to_owned(), go(Route::Dashboards));
    all
}

fn go(route: Route) -> Callback<()> {
    Callback::from(move |()| route.go())
}

/// The panels: their tab opens, and they get the focus.
fn panels(props: &CommandsProps) -> Vec<Command> {
    let document = &props.desk.view.document;
    let command = |(id, node): (NodeId, &std::sync::Arc<document::Node>)| {
        let above = std::iter::successors(Some(node.place().parent), |id| Some(document.node(*id)?.place().parent));
        let tab = above.take(4).find(|id| document.node(*id).is_some_and(|node| node.kind() == Kind::Tab));
        let on_tab = props.on_tab.clone();
        let act = Callback::from(move |()| {
            if let Some(tab) = tab {
                on_tab.emit(tab);
            }
            Timeout::new(0, move || focus(&dom_id(id))).forget();
        });
        let glyph = face(node.kind()).map_or(Glyph::Line, |(glyph, _)| glyph);
        Command { glyph, words: heading_of(node), group: p(Phrase::GroupPanel), act }
    };
    document.all_panels().map(command).collect()
}

/// Which of the texts have all words of a query, those first in which a word begins with it; as they stand otherwise.
fn ranked(query: &str, texts: &[&str]) -> Vec<usize> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let text = text.to_lowercase();
        let begins =
            |word: &&&str| text.split(|char: char| !char.is_alphanumeric()).any(|part| part.starts_with(**word));
        if words.iter().all(|word| text.contains(word)) {
            found.push((words.len() - words.iter().filter(begins).count(), at));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_must_occur_and_beginnings_come_first() {
        let texts = ["Add panel: Chart", "Uncharted", "Chart of sales", "Sales"];
        for (query, expected) in [
            ("", vec![0, 1, 2, 3]),
            ("chart", vec![0, 2, 1]),
            ("CHART sal", vec![2]),
            ("ale", vec![2, 3]),
            ("x", vec![]),
        ] {
            assert_eq!(ranked(query, &texts), expected, "{query:?}");
        }
    }
}
