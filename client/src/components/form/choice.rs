//! A choice from a list: a native select with its label, an icon of what is chosen, and what is wrong with it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
};

/// Name and words of the options of one group; the heading is shown where there is one.
pub(super) type Group = (Option<Message>, Vec<(String, String)>);

#[derive(PartialEq, Properties)]
pub(super) struct ChoiceProps {
    /// Names the field in the page.
    pub(super) name: &'static str,
    pub(super) label: Message,
    /// What stands there while nothing is chosen.
    pub(super) empty: Message,
    pub(super) groups: Vec<Group>,
    pub(super) chosen: Option<String>,
    #[prop_or_default]
    pub(super) glyph: Option<Glyph>,
    pub(super) disabled: bool,
    /// Whether nothing is a good choice too.
    #[prop_or_default]
    pub(super) optional: bool,
    #[prop_or_default]
    pub(super) problem: Option<String>,
    pub(super) on_choose: Callback<Option<String>>,
}

#[component]
pub(super) fn Choice(props: &ChoiceProps) -> Html {
    let onchange = {
        let on_choose = props.on_choose.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                on_choose.emit(Some(select.value()).filter(|value| !value.is_empty()));
            }
        })
    };
    let is_known =
        |chosen: &String| props.groups.iter().flat_map(|(_, options)| options).any(|(name, _)| name == chosen);
    let unknown = props.chosen.clone().filter(|chosen| !is_known(chosen));
    let problem_id = format!("problem-{}", props.name);
    let unset = (props.chosen.is_none() && !props.optional).then_some("true");
    html! {
        <label class="field">
            <span class="field-label">{ t(props.label) }</span>
            <span class={classes!(props.glyph.map(|_| "input-typed"))}>
                if let Some(glyph) = props.glyph {
                    { icon(glyph) }
                }
                <select class="input" name={props.name} disabled={props.disabled} {onchange} data-unset={unset}
                    aria-invalid={props.problem.as_ref().map(|_| "true")}
                    aria-describedby={props.problem.as_ref().map(|_| problem_id.clone())}>
                    <option value="" selected={props.chosen.is_none()}>{ t(props.empty) }</option>
                    if let Some(unknown) = unknown {
                        <option key="unknown" value={unknown.clone()} selected=true>{ unknown }</option>
                    }
                    { for props.groups.iter().map(|group| options(group, props.chosen.as_deref())) }
                </select>
            </span>
            if let Some(problem) = &props.problem {
                <span class="field-problem" id={problem_id} role="alert">{ icon(Glyph::Problem) }{ problem }</span>
            }
        </label>
    }
}

fn options((heading, options): &Group, chosen: Option<&str>) -> Html {
    let option = |(name, words): &(String, String)| {
        html! { <option key={name.clone()} value={name.clone()} selected={chosen == Some(name)}>{ words }</option> }
    };
    let options = options.iter().map(option);
    match heading {
        Some(heading) => html! { <optgroup label={t(*heading)}>{ for options }</optgroup> },
        None => html! { <>{ for options }</> },
    }
}
