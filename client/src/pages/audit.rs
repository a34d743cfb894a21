//! The audit: who did what, the newest first, a page at a time, narrowed by whom, what and to what. For owners of the
//! relay; anybody else is told that it is not for them.

mod acts;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::set_tab_title;
use crate::{
    api::{self, ApiError, AuditFilter, AuditLine},
    components::{Glyph, LanguageSwitch, ThemeSwitch, icon},
    locale::{AuditWords, Clause, Message, refused, say, t, when},
    routes::{Route, link},
};

/// What is known.
#[derive(Clone, Default, PartialEq)]
struct Known {
    lines: Rc<Vec<AuditLine>>,
    next: Option<u64>,
    failed: Option<ApiError>,
    is_read: bool,
}

#[component]
pub(crate) fn AuditPage() -> Html {
    let known = use_state(Known::default);
    let filter = use_mut_ref(AuditFilter::default);
    let read = {
        let (known, filter) = (known.clone(), filter.clone());
        Callback::from(move |before: Option<u64>| {
            let filter = filter.borrow().clone();
            let shown = if before.is_some() { (*known).clone() } else { Known::default() };
            read_on(filter, before, shown, known.setter());
        })
    };
    use_effect_with((), {
        let read = read.clone();
        move |()| {
            set_tab_title(say(Clause::Audit));
            read.emit(None);
        }
    });
    let fields = [use_node_ref(), use_node_ref()];
    let act = use_node_ref();
    let onsubmit = {
        let (fields, act, read) = (fields.clone(), act.clone(), read.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value().trim().to_owned());
            let [who, object] = fields.each_ref().map(|field| typed(field).unwrap_or_default());
            let act = act.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            filter.replace(AuditFilter { who, act, object });
            read.emit(None);
        })
    };
    let labels = [("who", Clause::AuditWho), ("object", Clause::AuditObject)];
    let more = read.reform({
        let next = known.next;
        move |_: MouseEvent| next
    });
    html! {
        <>
            <header class="bar">
                { link(Route::Dashboards, "button button-bare button-icon", html! {
                    <>{ icon(Glyph::Back) }<span class="spoken">{ t(Message::BackToDashboards) }</span></>
                }) }
                <h1 class="bar-title">{ say(Clause::Audit) }</h1>
                <span class="bar-rest"></span>
                <LanguageSwitch />
                <ThemeSwitch />
            </header>
            <main class="audit">
                <form class="share-form" role="search" {onsubmit}>
                    { for labels.into_iter().zip(&fields).map(|((name, words), field)| html! {
                        <label class="field">
                            <span class="field-label">{ say(words) }</span>
                            <input class="input" {name} ref={field} dir="auto" autocomplete="off" spellcheck="false" />
                        </label>
                    }) }
                    <label class="field">
                        <span class="field-label">{ say(Clause::AuditAct) }</span>
                        <select class="input" name="act" ref={act}>
                            <option value="" selected=true>{ say(AuditWords::AnyAct) }</option>
                            { for acts::ALL.iter().map(|(code, words)| html! { <option value={*code}>{ say(*words) }</option> }) }
                        </select>
                    </label>
                    <button type="submit" class="button button-strong">{ say(Clause::AuditFilter) }</button>
                </form>
                if let Some(error) = &known.failed {
                    <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ refused(error) }</p>
                } else if known.is_read && known.lines.is_empty() {
                    <p role="status">{ say(Clause::AuditNothing) }</p>
                }
                if !known.lines.is_empty() {
                    { table(&known.lines) }
                }
                if known.next.is_some() {
                    <button type="button" class="button" onclick={more}>{ say(Clause::AuditMore) }</button>
                }
            </main>
        </>
    }
}

fn read_on(filter: AuditFilter, before: Option<u64>, shown: Known, setter: UseStateSetter<Known>) {
    spawn_local(async move {
        setter.set(match api::read_audit(&filter, before).await {
            Ok((lines, next)) => {
                let lines = Rc::new(shown.lines.iter().cloned().chain(lines).collect());
                Known { lines, next, failed: None, is_read: true }
            }
            Err(error) => Known { failed: Some(error), ..shown },
        });
    });
}

/// What was acted on: its kind in words, and its name; a dashboard leads to itself.
fn object(said: &str) -> Html {
    let (kind, name) = said.split_once(':').unwrap_or((said, ""));
    let Some(words) = acts::kind_words(kind) else { return html! { <bdi>{ said }</bdi> } };
    let name = match kind {
        "dashboard" => link(Route::Dashboard { id: name.to_owned() }, "", html! { <bdi>{ name }</bdi> }),
        _ => html! { <bdi>{ name }</bdi> },
    };
    html! { <>{ words }{ " " }{ name }</> }
}

fn table(lines: &[AuditLine]) -> Html {
    let heads = [Clause::AuditWhen, Clause::AuditWho, Clause::AuditAct, Clause::AuditObject, Clause::AuditFrom];
    let row = |line: &AuditLine| {
        html! {
            <tr key={line.number}>
                <td>{ when(line.at_ms) }</td>
                <td><bdi>{ &line.who }</bdi></td>
                <td title={line.act.clone()}>{ acts::words(&line.act) }</td>
                <td>{ object(&line.object) }{ " " }<bdi class="field-hint">{ &line.detail }</bdi></td>
                <td><bdi>{ &line.from }</bdi></td>
            </tr>
        }
    };
    html! {
        <div class="audit-lines" tabindex="0" role="region" aria-label={say(Clause::Audit)}>
            <table>
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ say(*head) }</th> }) }</tr></thead>
                <tbody>{ for lines.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
