//! The page in somebody else's frame: a dashboard, or one panel of it, live and without the bar. Nothing is edited here;
//! what happens is told to the page around it.

mod host;

use std::rc::Rc;

use document::{Node, NodeId};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

use self::host::{Host, Said};
use super::{
    dashboard::{use_look, use_no_chart, use_tab, use_workspace, with},
    explore::filters,
    link::LinkPage,
    use_tab_title,
};
use crate::{
    address,
    api::ApiError,
    components::{Banner, Choices, Desk, Panel, PanelAct, Rights, Top, Variables, board, use_choices},
    locale::{PresentWords, say},
    workspace::{Connection, Stop, View, Workspace, looks::Looks},
};

/// The member of the address that names the one panel which is shown.
const PANEL: &str = "panel";
/// The height of a row of the grid: a panel alone is as high as it is on its dashboard.
const ROW_CSS_PX: f64 = 40.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct EmbedPageProps {
    /// Names the share.
    pub(crate) share: AttrValue,
}

/// What a share opens, once it is open.
#[component]
pub(crate) fn EmbedPage(props: &EmbedPageProps) -> Html {
    let opened = use_state(|| None::<AttrValue>);
    let host = use_memo((), |()| Host::of_address());
    let on_open = {
        let opened = opened.setter();
        Callback::from(move |id| opened.set(Some(id)))
    };
    let on_fail = {
        let host = host.clone();
        Callback::from(move |error: ApiError| tell(&host, &refusal(&error)))
    };
    match &*opened {
        Some(id) => html! { <Embedded id={id.clone()} {host} /> },
        None => html! { <LinkPage share={props.share.clone()} {on_open} {on_fail} /> },
    }
}

#[derive(PartialEq, Properties)]
struct EmbeddedProps {
    id: AttrValue,
    host: Rc<Option<Host>>,
}

#[component]
fn Embedded(props: &EmbeddedProps) -> Html {
    let (workspace, view) = use_workspace(&props.id);
    let only = use_memo((), |()| address::read(PANEL).and_then(|panel| panel.parse::<NodeId>().ok()));
    let (tab, on_tab) = use_tab(&view);
    let (choices, variables) = use_choices(&view);
    let frame = use_node_ref();
    use_look(&workspace);
    use_no_chart(&view);
    use_tab_title(view.document.title());
    use_told(&props.host, &workspace, &view);
    let panel = only.and_then(|id| Some((id, view.document.node(id)?.clone())));
    let is_measured = view.loaded && only.is_none();
    use_told_height(&props.host, &frame, panel.as_ref().map(|(_, node)| natural_css_px(node)), is_measured);
    let desk = desk(&workspace, &view);
    let body = match (*only, panel) {
        _ if !view.loaded => Html::default(),
        (Some(_), Some((id, node))) => html! { <div class="embedded-panel">{ alone(&desk, id, node) }</div> },
        (Some(_), None) => html! { <p class="later" role="alert">{ say(PresentWords::NoSuchPanel) }</p> },
        (None, _) => html! { <>{ filters(&desk) }{ board(&desk, tab, &on_tab) }</> },
    };
    html! {
        <div class="embedded" ref={frame}>
            <Banner connection={view.connection.clone()} loaded={view.loaded}
                on_retry={with(&workspace, |workspace, ()| workspace.retry_now())} />
            <main class="dashboard presented" id="dashboard" tabindex="-1">
                <h1 class="spoken">{ view.document.title() }</h1>
                <ContextProvider<Choices> context={choices}>
                    <ContextProvider<Variables> context={variables}>{ body }</ContextProvider<Variables>>
                </ContextProvider<Choices>>
            </main>
        </div>
    }
}

/// A desk on which nothing is done but looking.
fn desk(workspace: &Workspace, view: &Rc<View>) -> Desk {
    Desk::from(Top {
        workspace: workspace.clone(),
        view: view.clone(),
        is_now: true,
        editable: false,
        opened: None,
        chosen: Rc::default(),
        on_choose: Callback::noop(),
        on_edit: Callback::noop(),
        on_open: Callback::noop(),
        on_talk: Callback::noop(),
        on_full: Callback::noop(),
        on_enter: Callback::noop(),
        on_say: Callback::noop(),
    })
}

/// One panel that fills the frame.
fn alone(desk: &Desk, id: NodeId, node: std::sync::Arc<Node>) -> Html {
    html! {
        <Panel workspace={desk.workspace.clone()} {id} {node} rights={Rights::of(desk, id)} look={desk.view.looks.of(id)}
            looks={Some(desk.view.looks.clone())} opened=false chosen=false threads={0_usize} editor={None} selector={None}
            on_act={Callback::<(NodeId, PanelAct)>::noop()} />
    }
}

fn natural_css_px(node: &Node) -> f64 {
    f64::from(node.layout().h) * ROW_CSS_PX
}

fn tell(host: &Rc<Option<Host>>, said: &Said) {
    if let Some(host) = &**host {
        host.tell(said);
    }
}

/// Why there is nothing to see, as the page around the frame hears it.
fn refusal(error: &ApiError) -> Said {
    let code = match error {
        ApiError::Problem { code, .. } => code.clone(),
        ApiError::Unreachable | ApiError::Malformed => "unreachable".to_owned(),
    };
    Said::Error { code, message: error.to_string() }
}

/// The page around the frame hears that the dashboard is there, what somebody chooses in it, and that it is over; what it
/// wants to be looked at is looked at.
#[hook]
fn use_told(host: &Rc<Option<Host>>, workspace: &Workspace, view: &View) {
    let (teller, title) = (host.clone(), view.document.title().to_owned());
    let panels: Vec<_> = view.document.all_panels().map(|(id, node)| (id, node.title().to_owned())).collect();
    use_effect_with((view.loaded, title, panels), move |(is_loaded, title, panels)| {
        if *is_loaded {
            tell(&teller, &Said::Ready { title: title.clone(), panels: panels.clone() });
        }
    });
    let (teller, is_loaded, said_before) = (host.clone(), view.loaded, use_mut_ref(|| None::<Rc<Looks>>));
    use_effect_with(view.looks.clone(), move |looks| {
        let before = said_before.replace(Some(looks.clone()));
        if is_loaded && before.is_some_and(|before| before != *looks) {
            tell(&teller, &Said::Select(looks.to_address()));
        }
    });
    let teller = host.clone();
    use_effect_with(view.connection.clone(), move |connection| {
        if let Connection::Stopped(stop) = connection {
            let code = match stop {
                Stop::NotAllowed => "not_allowed",
                Stop::NoSuchDashboard => "no_such_dashboard",
                Stop::OtherVersion => "other_version",
                Stop::Damaged => "damaged",
            };
            tell(&teller, &Said::Error { code: code.to_owned(), message: String::new() });
        }
    });
    use_effect_with((host.clone(), workspace.clone()), |(host, workspace)| {
        let workspace = workspace.clone();
        let listening = (**host).as_ref().map(|host| {
            host.listen(move |pairs| {
                let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
                workspace.look_as(Rc::new(Looks::from_address(pairs, js_sys::Date::now())));
            })
        });
        move || drop(listening)
    });
}

/// The page around the frame hears how high it would have to be: as the content is, or as the panel is on its dashboard.
#[hook]
fn use_told_height(host: &Rc<Option<Host>>, frame: &NodeRef, natural_css_px: Option<f64>, is_measured: bool) {
    let (teller, natural) = (host.clone(), natural_css_px.map(|css_px| css_px as u32));
    use_effect_with(natural, move |natural| {
        if let Some(height_css_px) = natural {
            tell(&teller, &Said::Resize { height_css_px: *height_css_px });
        }
    });
    let (teller, frame) = (host.clone(), frame.clone());
    use_effect_with(is_measured, move |is_measured| {
        let measured = frame.cast::<Element>().filter(|_| *is_measured);
        let watch = measured.and_then(|element| {
            Heights::of(&element, move |height_css_px| tell(&teller, &Said::Resize { height_css_px }))
        });
        move || drop(watch)
    });
}

/// Says how high an element is until it is dropped.
struct Heights {
    observer: ResizeObserver,
    _on_size: Closure<dyn Fn()>,
}

impl Heights {
    fn of(element: &Element, on_height: impl Fn(u32) + 'static) -> Option<Self> {
        let measured = element.clone();
        let on_size = Closure::<dyn Fn()>::new(move || {
            on_height(measured.get_bounding_client_rect().height().ceil() as u32);
        });
        let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _on_size: on_size })
    }
}

impl Drop for Heights {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
