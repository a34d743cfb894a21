//! The source of a chart: its spec as a text of Vega-Lite that stays in step both ways. What is typed is an edit of the
//! registers that it changes and of no others; a text that cannot be read is kept, says where, and changes nothing. What
//! others change shows unless somebody types.

use std::rc::Rc;

use serde_json::Value as Json;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{chart_spec::ChartSpec, place::Sketch};
use crate::{
    components::{Glyph, icon},
    engine,
    later::Known,
    locale::{FormWord as W, Message, say, say_filled, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct SourceProps {
    pub(super) sketch: Sketch,
}

/// What somebody is typing.
#[derive(Clone, PartialEq)]
struct Draft {
    text: AttrValue,
    /// What the text said when it could be read last.
    base: Rc<ChartSpec>,
    problem: Option<String>,
    /// What of it is not drawn, in sentences.
    dropped: Rc<Vec<String>>,
}

impl Draft {
    fn of(spec: &ChartSpec) -> Self {
        Self { text: spec.text().into(), base: Rc::new(spec.clone()), problem: None, dropped: Rc::default() }
    }
}

#[component]
pub(super) fn Source(props: &SourceProps) -> Html {
    let sketch = &props.sketch;
    let draft = use_state(|| None::<Draft>);
    let shown = (*draft).clone().unwrap_or_else(|| Draft::of(&sketch.spec));
    let is_behind =
        draft.is_some() && shown.base.sets(&sketch.node, sketch.schema.as_ref()).is_ok_and(|sets| !sets.is_empty());
    let begin = {
        let (draft, shown) = (draft.setter(), shown.clone());
        Callback::from(move |_: FocusEvent| draft.set(Some(shown.clone())))
    };
    let end = {
        let (setter, is_fine) = (draft.setter(), shown.problem.is_none());
        Callback::from(move |_: FocusEvent| {
            if is_fine {
                setter.set(None);
            }
        })
    };
    let oninput = {
        let (sketch, setter, shown) = (sketch.clone(), draft.setter(), shown.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                setter.set(Some(typed(&sketch, &shown, &area.value())));
            }
        })
    };
    let renew = {
        let (setter, now) = (draft.setter(), Draft::of(&sketch.spec));
        Callback::from(move |_: MouseEvent| setter.set(Some(now.clone())))
    };
    let problem_id = shown.problem.as_ref().map(|_| "problem-source");
    html! {
        <div class="field">
            <label class="field">
                <span class="field-label">{ t(Message::VegaLiteSpec) }</span>
                <textarea class="input source" name="source" dir="ltr" spellcheck="false" autocomplete="off" value={shown.text}
                    disabled={!sketch.editable} {oninput} onfocus={begin} onblur={end}
                    aria-invalid={problem_id.map(|_| "true")} aria-describedby={problem_id} />
            </label>
            if let Some(problem) = &shown.problem {
                <span class="field-problem" id={problem_id} role="alert">{ icon(Glyph::Problem) }<bdi>{ problem }</bdi></span>
            } else {
                <span class="field-hint">{ say(W::SourceHint) }</span>
            }
            if is_behind || shown.problem.is_some() {
                <p class="field-hint" role="status">
                    if is_behind { { say(W::ChangedMeanwhile) } }
                    <button type="button" class="button" onclick={renew}>{ say(W::ShowAsIsNow) }</button>
                </p>
            }
            if !shown.dropped.is_empty() {
                <div role="status">
                    <span class="field-label">{ t(Message::NotTakenOver) }</span>
                    <ul class="left-out">{ for shown.dropped.iter().map(|words| html! { <li dir="auto">{ words }</li> }) }</ul>
                </div>
            }
        </div>
    }
}

/// What comes of a text; what it changes is said at once.
fn typed(sketch: &Sketch, before: &Draft, text: &str) -> Draft {
    let draft = Draft { text: text.to_owned().into(), ..before.clone() };
    let spec = match read(text) {
        Ok(spec) => spec,
        Err(problem) => return Draft { problem: Some(problem), ..draft },
    };
    let dropped = match engine::known() {
        Known::Here(engine) => (engine.unread)(&spec),
        Known::Coming | Known::Failed => Ok(Vec::new()),
    };
    let dropped = match dropped {
        Ok(dropped) => Rc::new(dropped),
        Err(problem) => return Draft { problem: Some(problem), ..draft },
    };
    let spec = ChartSpec::typed(spec);
    match spec.sets_since(&before.base, &sketch.node, sketch.schema.as_ref()) {
        Ok(sets) => {
            if !sets.is_empty() {
                sketch.on_sets.emit(Ok(sets));
            }
            Draft { base: Rc::new(spec), problem: None, dropped, ..draft }
        }
        Err(problem) => Draft { problem: Some(problem), ..draft },
    }
}

/// The text as JSON, or where it is none.
fn read(text: &str) -> Result<Json, String> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line().to_string(), error.column().to_string());
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        say_filled(W::AtLine, &[("line", &line), ("column", &column), ("reason", reason)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_by_line_and_column() {
        assert_eq!(read("{\n  \"mark\": }").unwrap_err(), "Line 2, column 11: expected value");
        assert!(read("{}").is_ok());
    }
}
