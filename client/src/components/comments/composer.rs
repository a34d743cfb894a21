//! The composer: a box for something to say. It is said by its button, or by Enter with Ctrl. After an `@` it offers the
//! names of people; what is half written waits here for whoever comes back.

use document::{Anchor, NodeId, Property, Value};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{
    about_words,
    mention::{asked, completed, offered},
    unsaid,
};
use crate::{
    components::{Desk, people::shown_name},
    locale::{Message, TogetherWords, say, t},
    workspace::{Edit, edit::Comment},
};

#[derive(PartialEq, Properties)]
pub(super) struct ComposerProps {
    pub(super) desk: Desk,
    /// What is talked about, or which comment is answered.
    pub(super) on: NodeId,
    /// The value that is talked about, unless it is taken away.
    #[prop_or_default]
    pub(super) about: Option<Anchor>,
    /// Who can be mentioned.
    pub(super) names: std::rc::Rc<Vec<String>>,
    /// What the box is for.
    pub(super) words: Message,
    /// Whether it has the focus from the start, and room for more than a line.
    #[prop_or_default]
    pub(super) focused: bool,
}

/// The text and where its caret is, as a byte offset.
#[derive(Clone, Debug, Default, PartialEq)]
struct Written {
    text: String,
    caret: usize,
}

#[component]
pub(super) fn Composer(props: &ComposerProps) -> Html {
    let on = props.on;
    let written = use_state_eq(|| Written { text: unsaid::kept(on), caret: 0 });
    let about = use_state(|| props.about.clone());
    // Which of the names is chosen; `None` once Escape has sent them away.
    let at = use_state_eq(|| Some(0_usize));
    let area = use_node_ref();
    use_effect_with((on, props.about.clone()), {
        let (area, focused, about) = (area.clone(), props.focused, about.setter());
        move |(_, named)| {
            about.set(named.clone());
            if let Some(area) = area.cast::<HtmlTextAreaElement>().filter(|_| focused) {
                let _may_be_gone = area.focus();
            }
        }
    });
    use_caret(&area, &written);
    let write = {
        let (written, at) = (written.setter(), at.setter());
        Callback::from(move |now: Written| {
            unsaid::keep(on, &now.text);
            at.set(Some(0));
            written.set(now);
        })
    };
    let oninput = {
        let write = write.clone();
        Callback::from(move |event: InputEvent| {
            event.target_dyn_into().iter().for_each(|area| write.emit(written_in(area)));
        })
    };
    let send = {
        let (desk, text, about, write) = (props.desk.clone(), written.text.clone(), about.clone(), write.clone());
        Callback::from(move |()| {
            desk.on_edit.emit(Edit::Comment { on, comment: comment(&desk, &text, (*about).clone()) });
            write.emit(Written::default());
            about.set(None);
        })
    };
    let is_sayable =
        !written.text.trim().is_empty() && Property::Body.check(&Value::Text(written.text.clone())).is_ok();
    let names = match (asked(&written.text, written.caret), *at) {
        (Some(asked), Some(_)) => offered(asked, &props.names),
        _ => Vec::new(),
    };
    let chosen = at.unwrap_or(0).min(names.len().saturating_sub(1));
    let choose = {
        let (written, write) = (written.clone(), write.clone());
        Callback::from(move |name: String| {
            let (text, caret) = completed(&written.text, written.caret, &name);
            write.emit(Written { text, caret });
        })
    };
    let onkeydown = {
        let (send, choose, at, names) = (send.clone(), choose.clone(), at.setter(), names.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && is_sayable {
                return send.emit(());
            }
            if event.is_composing() || names.is_empty() {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => at.set(Some((chosen + 1) % names.len())),
                "ArrowUp" => at.set(Some(chosen.checked_sub(1).unwrap_or(names.len() - 1))),
                "Enter" | "Tab" if !event.shift_key() => choose.emit(names[chosen].clone()),
                "Escape" => at.set(None),
                _ => return,
            }
            event.prevent_default();
            // The sheet around it closes at an Escape that is not taken here.
            event.stop_propagation();
        })
    };
    let list = format!("names-{on}");
    html! {
        <div class="composer">
            if let Some(anchor) = &*about {
                { about_words(anchor, about.setter()) }
            }
            <textarea class="input" ref={area} dir="auto" rows={if props.focused { "3" } else { "1" }} placeholder={t(props.words)}
                aria-label={t(props.words)} aria-autocomplete="list" aria-controls={(!names.is_empty()).then(|| list.clone())}
                aria-activedescendant={(!names.is_empty()).then(|| format!("{list}-{chosen}"))}
                value={written.text.clone()} {oninput} {onkeydown} />
            if !names.is_empty() {
                { names_offered(&list, &names, chosen, &choose) }
            }
            if is_sayable {
                <button type="button" class="button" onclick={send.reform(|_: MouseEvent| ())}>{ t(Message::Send) }</button>
            }
        </div>
    }
}

/// The names that can be chosen; a press leaves the focus in the box.
fn names_offered(id: &str, names: &[String], chosen: usize, choose: &Callback<String>) -> Html {
    let line = |(at, name): (usize, &String)| {
        let named = name.clone();
        let onpointerdown = choose.reform(move |event: PointerEvent| {
            event.prevent_default();
            named.clone()
        });
        html! {
            <li key={name.clone()} id={format!("{id}-{at}")} role="option" class="command" aria-selected={(at == chosen).to_string()}
                {onpointerdown}><bdi>{ name }</bdi></li>
        }
    };
    html! {
        <ul id={id.to_owned()} class="mention-names" role="listbox" aria-label={say(TogetherWords::WhoIsMeant)}>{ for names.iter().enumerate().map(line) }</ul>
    }
}

fn comment(desk: &Desk, text: &str, anchor: Option<Anchor>) -> Comment {
    let me = desk.view.people.iter().find(|here| here.is_me);
    let author = me.map(|here| shown_name(&here.person).to_owned()).unwrap_or_default();
    Comment { body: text.to_owned(), author, written_at_ms: js_sys::Date::now() as i64, anchor }
}

/// What stands in the box; a browser counts the caret in UTF-16.
fn written_in(area: &HtmlTextAreaElement) -> Written {
    let text = area.value();
    let units = area.selection_start().ok().flatten().unwrap_or_default();
    Written { caret: byte_at(&text, units), text }
}

fn byte_at(text: &str, units: u32) -> usize {
    let mut left = usize::try_from(units).unwrap_or_default();
    for (at, letter) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(letter.len_utf16());
    }
    text.len()
}

/// After a name was put in, the caret stands behind it and not at the end.
#[hook]
fn use_caret(area: &NodeRef, written: &UseStateHandle<Written>) {
    let (area, written) = (area.clone(), written.clone());
    use_effect_with((*written).clone(), move |Written { text, caret }| {
        let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
        let units = text[..(*caret).min(text.len())].encode_utf16().count() as u32;
        if *caret < text.len() && area.value() == *text && area.selection_start().ok().flatten() != Some(units) {
            let _may_be_gone = area.set_selection_range(units, units);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::byte_at;

    #[test]
    fn the_caret_is_found_behind_letters_of_any_width() {
        for (text, units, byte) in [("abc", 2, 2), ("é@b", 2, 3), ("😀@b", 3, 5), ("ab", 9, 2), ("", 0, 0)] {
            assert_eq!(byte_at(text, units), byte, "{text}");
        }
    }
}
