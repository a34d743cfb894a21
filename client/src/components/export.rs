//! Export: a dialog that has a dashboard, or one of its panels, drawn as a file: what, as what, how large, in which
//! theme. It says how many panels are drawn, and can be cancelled, which stops the drawing itself.

use std::rc::Rc;

use document::{Document, NodeId};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, HtmlSelectElement, Url};
use yew::prelude::*;

use super::{Dialog, Glyph, icon, panel::heading_of};
use crate::{
    api::{self, Calling},
    locale::{Message, PresentWords, fill, language, say, say_filled, t, whole},
    theme::Theme,
};

/// Papers of a PDF, as the relay calls them.
const PAPERS: [(&str, PresentWords); 5] = [
    ("a4", PresentWords::A4Across),
    ("a4-portrait", PresentWords::A4),
    ("a3", PresentWords::A3Across),
    ("letter", PresentWords::LetterAcross),
    ("letter-portrait", PresentWords::Letter),
];
/// Widths of a PNG in pixels, and how many device pixels it has for each.
const SIZES: [(u32, u32); 4] = [(1_280, 1), (1_280, 2), (1_920, 1), (1_920, 2)];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ExportProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) document: Rc<Document>,
    /// Something to be shown and read aloud.
    pub(crate) on_say: Callback<String>,
    pub(crate) on_close: Callback<()>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Standing {
    Asked,
    Drawing(usize, usize),
    Failed(String),
    Cancelled,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    panel: Option<NodeId>,
    is_png: bool,
    paper: &'static str,
    size: (u32, u32),
    is_dark: bool,
}

impl Wanted {
    /// As the relay is asked for it.
    fn query(&self, is_rtl: bool) -> String {
        let mut query = match self.is_png {
            true => format!("format=png&width={}&scale={}", self.size.0, self.size.1),
            false => format!("format=pdf&paper={}", self.paper),
        };
        query += if self.is_dark { "&theme=dark" } else { "&theme=light" };
        if is_rtl {
            query += "&rtl=true";
        }
        if let Some(panel) = self.panel {
            query += &format!("&panel={panel}");
        }
        query
    }
}

#[component]
pub(crate) fn Export(props: &ExportProps) -> Html {
    let is_dark = use_context::<Theme>().is_some_and(|theme| theme.is_dark);
    let wanted = use_state(|| Wanted { panel: None, is_png: false, paper: PAPERS[0].0, size: SIZES[0], is_dark });
    let standing = use_state(|| Standing::Asked);
    // What is dropped with the dialog is called off.
    let calling = use_mut_ref(|| None::<Calling>);
    let begin = {
        let (props, wanted, standing, calling) = (props.clone(), (*wanted).clone(), standing.setter(), calling.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            calling.replace(begin(&props, &wanted, standing.clone()));
        })
    };
    let cancel = {
        let standing = standing.setter();
        Callback::from(move |_: MouseEvent| {
            drop(calling.take());
            standing.set(Standing::Cancelled);
        })
    };
    let is_drawing = matches!(*standing, Standing::Drawing(..));
    html! {
        <Dialog title={say(PresentWords::ExportAs)} on_close={props.on_close.clone()}>
            <form class="export" onsubmit={begin}>
                <fieldset class="export-fields" disabled={is_drawing}>{ fields(props, &wanted) }</fieldset>
                { told(&standing) }
                // Two elements: one that became the other in the midst of its press would begin anew what was called off.
                if is_drawing {
                    <button key="cancel" type="button" class="button" onclick={cancel}>{ icon(Glyph::Close) }{ say(PresentWords::Cancel) }</button>
                } else {
                    <button key="save" type="submit" class="button button-strong">{ icon(Glyph::Download) }{ say(PresentWords::Export) }</button>
                }
            </form>
        </Dialog>
    }
}

/// How far it is, in words and as a bar.
fn told(standing: &Standing) -> Html {
    match standing {
        Standing::Asked => Html::default(),
        Standing::Drawing(done, of) => {
            let words = match done == of {
                true if *of == 0 => t(Message::Fetching).to_owned(),
                true => say(PresentWords::WritingFile).to_owned(),
                false => say_filled(PresentWords::PanelsDrawn, &[("done", &whole(*done)), ("of", &whole(*of))]),
            };
            html! {
                <div class="export-progress">
                    <progress max={of.max(&1).to_string()} value={(*of > 0).then(|| done.to_string())} aria-label={words.clone()}></progress>
                    <p role="status">{ words }</p>
                </div>
            }
        }
        Standing::Failed(reason) => html! {
            <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ fill(Message::DidNotWork, &[("reason", reason)]) }</p>
        },
        Standing::Cancelled => html! { <p class="field-hint" role="status">{ say(PresentWords::ExportCancelled) }</p> },
    }
}

fn fields(props: &ExportProps, wanted: &UseStateHandle<Wanted>) -> Html {
    let panels: Vec<(NodeId, String)> = props.document.all_panels().map(|(id, node)| (id, heading_of(node))).collect();
    let whole_one = say(PresentWords::WholeDashboard).to_owned();
    let what = std::iter::once(whole_one).chain(panels.iter().map(|(_, heading)| heading.clone())).collect();
    let ids: Vec<NodeId> = panels.iter().map(|(id, _)| *id).collect();
    let chosen = wanted.panel.and_then(|panel| ids.iter().position(|id| *id == panel)).map_or(0, |at| at + 1);
    let papers = PAPERS.iter().map(|(_, words)| say(*words).to_owned()).collect();
    let paper = PAPERS.iter().position(|(name, _)| *name == wanted.paper).unwrap_or(0);
    let sizes = SIZES
        .iter()
        .map(|(width, scale)| say_filled(PresentWords::PixelsWide, &[("count", &whole((width * scale) as usize))]));
    let size = SIZES.iter().position(|size| *size == wanted.size).unwrap_or(0);
    let themes = vec![t(Message::Light).to_owned(), t(Message::Dark).to_owned()];
    html! {
        <>
            { choice("what", PresentWords::ExportWhat, what, chosen, wanted, move |wanted, at| {
                wanted.panel = at.checked_sub(1).and_then(|at| ids.get(at).copied());
            }) }
            { choice("format", PresentWords::ExportFormat, vec!["PDF".to_owned(), "PNG".to_owned()], usize::from(wanted.is_png), wanted,
                |wanted, at| wanted.is_png = at == 1) }
            if wanted.is_png {
                { choice("size", PresentWords::ExportSize, sizes.collect(), size, wanted, |wanted, at| wanted.size = SIZES[at.min(3)]) }
            } else {
                { choice("paper", PresentWords::ExportPaper, papers, paper, wanted, |wanted, at| wanted.paper = PAPERS[at.min(4)].0) }
            }
            { choice("theme", PresentWords::ExportTheme, themes, usize::from(wanted.is_dark), wanted, |wanted, at| wanted.is_dark = at == 1) }
        </>
    }
}

/// One of several; what is chosen changes what is wanted.
fn choice(
    name: &'static str,
    label: PresentWords,
    options: Vec<String>,
    chosen: usize,
    wanted: &UseStateHandle<Wanted>,
    choose: impl Fn(&mut Wanted, usize) + 'static,
) -> Html {
    let wanted = wanted.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let mut now = (*wanted).clone();
        choose(&mut now, select.and_then(|select| usize::try_from(select.selected_index()).ok()).unwrap_or(0));
        wanted.set(now);
    });
    let option = |(at, words): (usize, String)| html! { <option selected={at == chosen}>{ words }</option> };
    html! {
        <label class="field">
            <span class="field-label">{ say(label) }</span>
            <select class="input" {name} {onchange}>{ for options.into_iter().enumerate().map(option) }</select>
        </label>
    }
}

/// Has it drawn; what comes of it is said, and a file is kept where the browser keeps files.
fn begin(props: &ExportProps, wanted: &Wanted, standing: UseStateSetter<Standing>) -> Option<Calling> {
    let (calling, controller) = api::calling()?;
    let (props, query) = (props.clone(), wanted.query(language().is_rtl()));
    let (kind, ending) = if wanted.is_png { ("image/png", ".png") } else { ("application/pdf", ".pdf") };
    let title = wanted.panel.and_then(|panel| props.document.node(panel)).map(|node| heading_of(node));
    let title = title.unwrap_or_else(|| props.document.title().to_owned());
    standing.set(Standing::Drawing(0, 0));
    spawn_local(async move {
        let (teller, signal) = (standing.clone(), controller.signal());
        // What was on its way when it was called off comes still.
        let tell = |done, of| {
            if !signal.aborted() {
                teller.set(Standing::Drawing(done, of));
            }
        };
        let drawn = api::export(&props.id, &query, &controller, tell).await;
        match drawn {
            _ if controller.signal().aborted() => {}
            Ok(file) => {
                keep(&file, kind, &[&*title, ending].concat());
                props.on_say.emit(say_filled(PresentWords::Exported, &[("file", &[&*title, ending].concat())]));
                props.on_close.emit(());
            }
            Err(error) => standing.set(Standing::Failed(error.to_string())),
        }
    });
    Some(calling)
}

fn keep(file: &[u8], kind: &str, name: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(file));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = gloo::utils::document().create_element("a");
    let (Ok(address), Ok(link)) = (address, link) else { return };
    let _valid_names = (link.set_attribute("href", &address), link.set_attribute("download", name));
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
    let _was_an_address = Url::revoke_object_url(&address);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relay_is_asked_for_what_is_wanted() {
        let wanted = Wanted { panel: None, is_png: false, paper: "a3", size: (1_920, 2), is_dark: false };
        assert_eq!(wanted.query(true), "format=pdf&paper=a3&theme=light&rtl=true");
        let panel = NodeId::from_bytes([0xab; 8]);
        let wanted = Wanted { is_png: true, panel: Some(panel), is_dark: true, ..wanted };
        assert_eq!(wanted.query(false), "format=png&width=1920&scale=2&theme=dark&panel=abababababababab");
    }
}
