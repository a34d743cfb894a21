//! A menu: a button and the choices that it opens. Arrows walk the choices, Escape and a press elsewhere close it.

use std::iter;

use gloo::{events::EventListener, utils::document};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use super::{Glyph, icon};
use crate::parts::soon;

/// A choice that can be chosen.
const CHOICE: &str = ".menu-item:not(:disabled)";

/// One choice of a menu.
#[derive(Clone, PartialEq)]
pub(crate) struct MenuItem {
    pub(crate) glyph: Glyph,
    pub(crate) words: AttrValue,
    pub(crate) on_choose: Callback<()>,
    /// Whether it is the chosen one, where one of the choices is.
    pub(crate) checked: Option<bool>,
    /// Whether it is switched by itself, and not one of several.
    pub(crate) is_switch: bool,
    pub(crate) disabled: bool,
}

impl MenuItem {
    /// A choice that does something.
    pub(crate) fn new(glyph: Glyph, words: impl Into<AttrValue>, on_choose: Callback<()>) -> Self {
        Self { glyph, words: words.into(), on_choose, checked: None, is_switch: false, disabled: false }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MenuProps {
    /// What the button is called.
    pub(crate) label: AttrValue,
    pub(crate) glyph: Glyph,
    /// Whether the button shows its label beside the icon.
    #[prop_or_default]
    pub(crate) with_words: bool,
    #[prop_or_default]
    pub(crate) disabled: bool,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) items: Vec<MenuItem>,
}

/// A menu of what can be done with something, where nothing stands until the first chart is drawn.
pub(crate) fn menu_of(label: String, items: Vec<MenuItem>) -> Html {
    let menu = MenuProps {
        label: label.into(),
        glyph: Glyph::More,
        with_words: false,
        disabled: false,
        class: Classes::new(),
        items,
    };
    soon(menu, |rest| rest.menu)
}

#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let root = use_node_ref();
    use_close_elsewhere(&root, &open);
    use_effect_with(*open, {
        let root = root.clone();
        move |open| {
            if *open {
                focus(first_choice(&root));
            }
        }
    });
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, root) = (open.clone(), root.clone());
        Callback::from(move |event: KeyboardEvent| on_key(&event, &open, &root))
    };
    let (look, title) = if props.with_words {
        (classes!("button", props.class.clone()), None)
    } else {
        (classes!("button", "button-bare", "button-icon", props.class.clone()), Some(props.label.clone()))
    };
    html! {
        <div class="menu" ref={root.clone()} {onkeydown}>
            <button type="button" class={look} {onclick} {title} disabled={props.disabled}
                aria-haspopup="menu" aria-expanded={open.to_string()} aria-label={props.label.clone()}>
                { icon(props.glyph) }
                if props.with_words {
                    <span class="button-words">{ &props.label }</span>
                }
            </button>
            if *open {
                <div class="menu-items" role="menu" aria-label={props.label.clone()}>
                    { for props.items.iter().map(|item| choice(item, &open, &root)) }
                </div>
            }
        </div>
    }
}

fn choice(item: &MenuItem, open: &UseStateHandle<bool>, root: &NodeRef) -> Html {
    let onclick = {
        let (open, on_choose, root) = (open.clone(), item.on_choose.clone(), root.clone());
        Callback::from(move |_: MouseEvent| {
            open.set(false);
            focus(button(&root));
            on_choose.emit(());
        })
    };
    let role = match item.checked {
        Some(_) if item.is_switch => "menuitemcheckbox",
        Some(_) => "menuitemradio",
        None => "menuitem",
    };
    html! {
        <button key={item.words.to_string()} type="button" class="menu-item" {role} tabindex="-1" {onclick}
            aria-checked={item.checked.map(|checked| checked.to_string())} disabled={item.disabled}>
            { icon(item.glyph) }{ &item.words }
        </button>
    }
}

#[hook]
fn use_close_elsewhere(root: &NodeRef, open: &UseStateHandle<bool>) {
    let (root, setter) = (root.clone(), open.setter());
    use_effect_with(**open, move |open| {
        let listener = open.then(|| {
            EventListener::new(&document(), "pointerdown", move |event| {
                let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                let inside = root.get().is_some_and(|root| root.contains(pressed.as_ref()));
                if !inside {
                    setter.set(false);
                }
            })
        });
        move || drop(listener)
    });
}

fn on_key(event: &KeyboardEvent, open: &UseStateHandle<bool>, root: &NodeRef) {
    if !**open {
        return;
    }
    match event.key().as_str() {
        "Escape" => {
            open.set(false);
            focus(button(root));
        }
        "Tab" => {
            open.set(false);
            return;
        }
        "ArrowDown" => focus(neighbour(Element::next_element_sibling).or_else(|| find(root, CHOICE))),
        "ArrowUp" => focus(neighbour(Element::previous_element_sibling).or_else(|| last_choice(root))),
        "Home" => focus(find(root, CHOICE)),
        "End" => focus(last_choice(root)),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The next choice that way which can be chosen: one that cannot takes no focus, and the walk would end at it.
fn neighbour(step: fn(&Element) -> Option<Element>) -> Option<HtmlElement> {
    let mut walk = iter::successors(document().active_element().as_ref().and_then(step), step);
    walk.find(|choice| choice.matches(CHOICE).unwrap_or(false)).and_then(|choice| choice.dyn_into().ok())
}

fn first_choice(root: &NodeRef) -> Option<HtmlElement> {
    find(root, "[aria-checked=true]").or_else(|| find(root, CHOICE))
}

fn last_choice(root: &NodeRef) -> Option<HtmlElement> {
    let choices = root.cast::<Element>()?.query_selector_all(CHOICE).ok()?;
    choices.item(choices.length().checked_sub(1)?)?.dyn_into().ok()
}

fn button(root: &NodeRef) -> Option<HtmlElement> {
    find(root, ".button")
}

fn find(root: &NodeRef, selector: &str) -> Option<HtmlElement> {
    root.cast::<Element>()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        let _may_be_gone = element.focus();
    }
}
