//! Blame: who wrote each property of a panel last, and when, below the fields of its form. Asked for by a press, since
//! most who edit do not wonder; each line leads to the history of its property, which brings an older value back.

use std::rc::Rc;

use document::{Kind, NodeId, Property, Seq};
use protocol::history::{Blame as Told, Register, Written};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Glyph, history::Filter, icon};
use crate::{
    api::{self, ApiError},
    locale::{Message, fill, property_name, refused, since, t, when},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BlameProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) node: NodeId,
    pub(crate) kind: Kind,
    /// The newest change: what is shown is read anew when there is another.
    pub(crate) seq: Seq,
    /// The history of one property is wanted.
    pub(crate) on_history: Callback<Filter>,
}

#[component]
pub(crate) fn Blame(props: &BlameProps) -> Html {
    let asked = use_state(|| false);
    let told = use_state(|| None::<Result<Rc<Told>, ApiError>>);
    {
        let told = told.setter();
        use_effect_with((props.id.clone(), props.node, props.seq, *asked), move |(id, node, _, asked)| {
            let (id, node) = (id.clone(), *node);
            if *asked {
                spawn_local(async move { told.set(Some(api::read_blame(&id, node).await.map(Rc::new))) });
            }
        });
    }
    let onclick = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(!*asked))
    };
    html! {
        <section class="blame">
            <button type="button" class="button" aria-expanded={asked.to_string()} {onclick}>
                { icon(Glyph::Time) }{ t(Message::WhoChangedThis) }
            </button>
            if *asked {
                <div role="status">{ answer(props, told.as_ref()) }</div>
            }
        </section>
    }
}

fn answer(props: &BlameProps, told: Option<&Result<Rc<Told>, ApiError>>) -> Html {
    let told = match told {
        None => return html! { <p class="field-hint">{ t(Message::LoadingHistory) }</p> },
        Some(Err(error)) => {
            let words = fill(Message::HistoryFailed, &[("reason", &refused(error))]);
            return html! { <p class="field-problem">{ icon(Glyph::Problem) }{ words }</p> };
        }
        Some(Ok(told)) => told,
    };
    let written = |property: &Property| {
        told.written.iter().find(|written| written.register == Register::Property(*property)).map(|it| (*property, it))
    };
    let lines: Vec<_> = props.kind.properties().iter().filter_map(written).collect();
    if lines.is_empty() {
        return html! { <p class="field-hint">{ t(Message::NobodyChangedThis) }</p> };
    }
    html! { <dl>{ for lines.into_iter().map(|(property, written)| line(props, property, written)) }</dl> }
}

fn line(props: &BlameProps, property: Property, written: &Written) -> Html {
    let name = property_name(property);
    let author = written.author.as_deref().filter(|author| !author.is_empty()).unwrap_or(t(Message::Someone));
    let ago = written.at_ms.map(|at_ms| since(at_ms, js_sys::Date::now()));
    let words = match ago {
        Some(ago) => fill(Message::SaidByAt, &[("author", author), ("when", &ago)]),
        None => author.to_owned(),
    };
    let label = fill(Message::HistoryOfProperty, &[("property", &*name)]);
    let filter = Filter { node: Some(props.node), property: Some(property) };
    let onclick = props.on_history.reform(move |_: MouseEvent| filter);
    html! {
        <>
            <dt>{ name }</dt>
            <dd><bdi title={written.at_ms.map(when)}>{ words }</bdi>
                <button type="button" class="button button-bare button-icon" title={label.clone()} aria-label={label}
                    {onclick}>{ icon(Glyph::Time) }</button></dd>
        </>
    }
}
