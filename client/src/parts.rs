//! Parts: the components that the first chart does not need, in chunks. The list of dashboards is one. The `Rest` of a
//! dashboard comes right after its first chart: its bar, menus, what panels without a chart show, who is there, what a
//! pointer finds. What stands `Aside` (forms,
//! comments, the past, drafts, help) comes when somebody opens it. In place of a component stands, until it is here, that
//! it is on its way, or that it could not be fetched and a button that fetches it again.

use std::{cell::Cell, rc::Rc};

use document::{NodeId, Scope, Seq};
use yew::prelude::*;

use crate::{
    components::{
        Activity, ActivityProps, AddFilter, AddFilterProps, Blame, BlameProps, BringData, BringProps, Chips,
        ChipsProps, Commands, CommandsProps, Comments, CommentsProps, Companions, CompanionsProps, Control,
        ControlProps, Crosshair, CrosshairProps, DashboardBar, DashboardBarProps, DashboardMenu, DashboardMenuProps,
        Discarded, DraftBar, DraftBarProps, Export, ExportProps, FirstSteps, FirstStepsProps, Following,
        FollowingProps, FullView, FullViewProps, Glyph, Handle, Hands, HandsProps, Help, HelpProps, HinderedProps,
        History, HistoryProps, Import, ImportProps, Kiosk, KioskProps, Losses, LossesProps, Me, Menu, MenuProps,
        MoveTo, MoveToProps, Named, NothingProps, NoticeProps, Notices, NoticesProps, Palette, PaletteProps, PanelAct,
        PanelForm, PanelFormProps, PanelMenuProps, Picker, PickerProps, Prose, ProseProps, PublishReport, Rename,
        RenameProps, Report, ReportProps, RowMenu, Save, SaveProps, SelectionBar, SelectionBarProps, Settings,
        SettingsProps, Share, ShareProps, Sounding, SoundingProps, Strip, TableView, TableViewProps, TimeRange,
        TimeRangeProps, TimeSlider, TimeSliderProps, Values, ValuesProps, Versions, VersionsProps, damaged, hindered,
        icon, nothing, notice, panel_menu,
    },
    later::{self, Chunk, Known, NotFetched, Place},
    locale::{Message, t},
    pages::{
        account::AccountPage,
        aloud::{Aloud, AloudProps},
        audit::AuditPage,
        beside::Beside,
        dashboards::DashboardsPage,
        deletion::{UndoToast, UndoToastProps},
        draft::{self, Standing},
        embed::{EmbedPage, EmbedPageProps},
        link::{LinkPage, LinkPageProps},
        look_back::{LookBack, Restorer},
        not_found::NotFoundPage,
        over::{self, Over},
        present::{self, Presented},
        sign_in::SignInPage,
        status::StatusPage,
    },
    workspace::{Edit, Workspace},
};

/// What everybody on a dashboard needs soon: what is shown, and what is done when somebody asks for it.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    pub(crate) actions: fn(DashboardMenuProps) -> Html,
    pub(crate) aloud: fn(AloudProps) -> Html,
    pub(crate) bar: fn(DashboardBarProps) -> Html,
    pub(crate) companions: fn(CompanionsProps) -> Html,
    pub(crate) damaged: fn(()) -> Html,
    pub(crate) control: fn(ControlProps) -> Html,
    pub(crate) following: fn(FollowingProps) -> Html,
    pub(crate) hands: fn(HandsProps) -> Html,
    pub(crate) losses: fn(LossesProps) -> Html,
    pub(crate) hindered: fn(HinderedProps) -> Html,
    pub(crate) nothing: fn(NothingProps) -> Html,
    pub(crate) range: fn(TimeRangeProps) -> Html,
    pub(crate) menu: fn(MenuProps) -> Html,
    pub(crate) not_found: fn(()) -> Html,
    pub(crate) notice: fn(NoticeProps) -> Html,
    pub(crate) notices: fn(NoticesProps) -> Html,
    pub(crate) panel_menu: fn(PanelMenuProps) -> Html,
    pub(crate) me: fn(()) -> Html,
    pub(crate) prose: fn(ProseProps) -> Html,
    pub(crate) undo_toast: fn(UndoToastProps) -> Html,
    pub(crate) table: fn(TableViewProps) -> Html,
    pub(crate) crosshair: fn(CrosshairProps) -> Html,
    pub(crate) chips: fn(ChipsProps) -> Html,
    pub(crate) first_steps: fn(FirstStepsProps) -> Html,
    pub(crate) beside: fn(Beside) -> Html,
    pub(crate) past_bar: fn(LookBack) -> Html,
    pub(crate) over: fn((Over, Callback<Over>, CommandsProps)) -> Html,
    pub(crate) kiosk: fn(Presented) -> Html,
    pub(crate) tab_menu: fn(Strip) -> Html,
    pub(crate) row_menu: fn(RowMenu) -> Html,
    pub(crate) edit: fn((Workspace, Edit)),
    pub(crate) handle: fn((Handle, NodeId, PanelAct)),
    pub(crate) restore: fn((Restorer, Seq, Scope)),
    pub(crate) list_versions: fn(Named),
    pub(crate) read_base: fn((String, Callback<Standing>)),
}

/// The list of dashboards.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    pub(crate) dashboards: fn(()) -> Html,
}

/// What somebody opens.
#[derive(Clone, Copy)]
pub(crate) struct Aside {
    pub(crate) activity: fn(ActivityProps) -> Html,
    pub(crate) add_filter: fn(AddFilterProps) -> Html,
    pub(crate) audit: fn(()) -> Html,
    account: fn(()) -> Html,
    pub(crate) blame: fn(BlameProps) -> Html,
    pub(crate) bring: fn(BringProps) -> Html,
    pub(crate) commands: fn(CommandsProps) -> Html,
    pub(crate) comments: fn(CommentsProps) -> Html,
    pub(crate) draft_bar: fn(DraftBarProps) -> Html,
    pub(crate) embedded: fn(EmbedPageProps) -> Html,
    pub(crate) export: fn(ExportProps) -> Html,
    pub(crate) form: fn(PanelFormProps) -> Html,
    pub(crate) full_view: fn(FullViewProps) -> Html,
    pub(crate) help: fn(HelpProps) -> Html,
    pub(crate) history: fn(HistoryProps) -> Html,
    pub(crate) import: fn(ImportProps) -> Html,
    pub(crate) kiosk: fn(KioskProps) -> Html,
    pub(crate) link: fn(LinkPageProps) -> Html,
    pub(crate) move_to: fn(MoveToProps) -> Html,
    pub(crate) palette: fn(PaletteProps) -> Html,
    pub(crate) rename: fn(RenameProps) -> Html,
    pub(crate) report: fn(ReportProps) -> Html,
    pub(crate) save: fn(SaveProps) -> Html,
    pub(crate) selection_bar: fn(SelectionBarProps) -> Html,
    pub(crate) settings: fn(SettingsProps) -> Html,
    pub(crate) share: fn(ShareProps) -> Html,
    pub(crate) status: fn(()) -> Html,
    sign_in: fn(()) -> Html,
    pub(crate) sounding: fn(SoundingProps) -> Html,
    pub(crate) time_range: fn(PickerProps) -> Html,
    pub(crate) time_slider: fn(TimeSliderProps) -> Html,
    pub(crate) values: fn(ValuesProps) -> Html,
    pub(crate) versions: fn(VersionsProps) -> Html,
}

impl Rest {
    fn all() -> Self {
        Self {
            actions: |props| {
                let id = props.id.clone();
                html! { <><DashboardMenu ..props /><PublishReport id={id.clone()} /><Discarded {id} /></> }
            },
            aloud: |props| html! { <Aloud ..props /> },
            bar: |props| html! { <DashboardBar ..props /> },
            companions: |props| html! { <Companions ..props /> },
            control: |props| html! { <Control ..props /> },
            damaged: |()| damaged().into(),
            following: |props| html! { <Following ..props /> },
            hands: |props| html! { <Hands ..props /> },
            losses: |props| html! { <Losses ..props /> },
            hindered,
            nothing,
            range: |props| html! { <TimeRange ..props /> },
            menu: |props| html! { <Menu ..props /> },
            not_found: |()| html! { <NotFoundPage /> },
            notice,
            notices: |props| html! { <Notices ..props /> },
            panel_menu,
            me: |()| html! { <Me /> },
            prose: |props| html! { <Prose ..props /> },
            undo_toast: |props| {
                let key = props.node.to_string();
                html! { <UndoToast {key} ..props /> }
            },
            table: |props| html! { <TableView ..props /> },
            crosshair: |props| html! { <Crosshair ..props /> },
            chips: |props| html! { <Chips ..props /> },
            first_steps: |props| html! { <FirstSteps ..props /> },
            beside: |beside| beside.shown(),
            past_bar: |past| past.bar(),
            over: over::over,
            kiosk: present::kiosk,
            tab_menu: |strip| strip.menu(),
            row_menu: |menu| menu.items(),
            edit: |(workspace, edit)| workspace.dispatch(edit),
            handle: |(handle, panel, act)| handle.act(panel, act),
            restore: |(restorer, at, scope)| restorer.restore(at, scope),
            list_versions: |named| named.read(),
            read_base: |(id, on_read)| draft::read_base(id, on_read),
        }
    }
}

impl Aside {
    fn all() -> Self {
        Self {
            activity: |props| html! { <Activity ..props /> },
            add_filter: |props| html! { <AddFilter ..props /> },
            audit: |()| html! { <AuditPage /> },
            account: |()| html! { <AccountPage /> },
            blame: |props| html! { <Blame ..props /> },
            bring: |props| html! { <BringData ..props /> },
            commands: |props| html! { <Commands ..props /> },
            comments: |props| {
                let key = props.on.to_string();
                html! { <Comments {key} ..props /> }
            },
            draft_bar: |props| html! { <DraftBar ..props /> },
            embedded: |props| html! { <EmbedPage ..props /> },
            export: |props| html! { <Export ..props /> },
            form: |props| {
                let key = props.id.to_string();
                html! { <PanelForm {key} ..props /> }
            },
            full_view: |props| html! { <FullView ..props /> },
            help: |props| html! { <Help ..props /> },
            history: |props| html! { <History ..props /> },
            import: |props| html! { <Import ..props /> },
            kiosk: |props| html! { <Kiosk ..props /> },
            link: |props| html! { <LinkPage ..props /> },
            move_to: |props| html! { <MoveTo ..props /> },
            palette: |props| html! { <Palette ..props /> },
            rename: |props| {
                let key = props.node.to_string();
                html! { <Rename {key} ..props /> }
            },
            report: |props| html! { <Report ..props /> },
            save: |props| html! { <Save ..props /> },
            selection_bar: |props| html! { <SelectionBar ..props /> },
            settings: |props| html! { <Settings ..props /> },
            share: |props| html! { <Share ..props /> },
            status: |()| html! { <StatusPage /> },
            sign_in: |()| html! { <SignInPage /> },
            sounding: |props| html! { <Sounding ..props /> },
            time_range: |props| html! { <Picker ..props /> },
            time_slider: |props| html! { <TimeSlider ..props /> },
            values: |props| html! { <Values ..props /> },
            versions: |props| html! { <Versions ..props /> },
        }
    }
}

/// Where the program is taken apart: what only these functions reach is in a file of its own.
mod chunks {
    use super::{Aside, DashboardsPage, Home, NotFetched, Rest};
    use yew::html;

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(rest, fallible))]
    pub(super) fn rest() -> Result<Rest, NotFetched> {
        crate::sheet::adopt(include_str!("../style/filters.css"));
        crate::sheet::adopt(include_str!("../style/presence.css"));
        crate::sheet::adopt(include_str!("../style/notices.css"));
        crate::sheet::adopt(include_str!("../style/explore.css"));
        crate::sheet::adopt(include_str!("../style/contrast.css"));
        Ok(Rest::all())
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(home, fallible))]
    pub(super) fn home() -> Result<Home, NotFetched> {
        crate::sheet::adopt(include_str!("../style/home.css"));
        crate::sheet::adopt(include_str!("../style/contrast.css"));
        crate::sheet::adopt(include_str!("../style/preview.css"));
        Ok(Home { dashboards: |()| html! { <DashboardsPage /> } })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(aside, fallible))]
    pub(super) fn aside() -> Result<Aside, NotFetched> {
        crate::sheet::adopt(include_str!("../style/sheet.css"));
        crate::sheet::adopt(include_str!("../style/history.css"));
        crate::sheet::adopt(include_str!("../style/builder.css"));
        crate::sheet::adopt(include_str!("../style/share.css"));
        crate::sheet::adopt(include_str!("../style/status.css"));
        crate::sheet::adopt(include_str!("../style/account.css"));
        crate::sheet::adopt(include_str!("../style/palette.css"));
        crate::sheet::adopt(include_str!("../style/present.css"));
        crate::sheet::adopt(include_str!("../style/form.css"));
        crate::sheet::adopt(include_str!("../style/contrast.css"));
        crate::sheet::adopt(include_str!("../style/preview.css"));
        Ok(Aside::all())
    }
}

thread_local! {
    static REST: Chunk<Rest> = const { Chunk::new(|| Box::pin(later::fetched(chunks::rest()))) };
    static HOME: Chunk<Home> = const { Chunk::new(|| Box::pin(later::fetched(chunks::home()))) };
    static ASIDE: Chunk<Aside> = const { Chunk::new(|| Box::pin(later::fetched(chunks::aside()))) };
}

/// A component of the rest, in whose place nothing stands until it is here.
pub(crate) fn soon<P: Clone + 'static>(props: P, part: fn(&Rest) -> fn(P) -> Html) -> Html {
    Drawing { draw: known(&REST, props, part), ask: ask_rest, said: Said::Nothing }.into_html()
}

/// A component of the rest that everybody needs: nothing stands in its place, unless it could not be fetched.
pub(crate) fn shortly<P: Clone + 'static>(props: P, part: fn(&Rest) -> fn(P) -> Html) -> Html {
    Drawing { draw: known(&REST, props, part), ask: ask_rest, said: Said::Failure }.into_html()
}

/// A component of the rest that somebody waits for.
pub(crate) fn rest<P: Clone + 'static>(props: P, part: fn(&Rest) -> fn(P) -> Html) -> Html {
    Drawing { draw: known(&REST, props, part), ask: ask_rest, said: Said::All }.into_html()
}

/// A component that stands aside, and is wanted now.
pub(crate) fn aside<P: Clone + 'static>(props: P, part: fn(&Aside) -> fn(P) -> Html) -> Html {
    Drawing { draw: known(&ASIDE, props, part), ask: |heard| later::ask(&ASIDE, heard), said: Said::All }.into_html()
}

/// Who did what, for those who rule the relay.
pub(crate) fn audit() -> Html {
    aside((), |parts| parts.audit)
}

/// What no address leads to; no chart is waited for there.
pub(crate) fn not_found() -> Html {
    later::first_chart_is_drawn();
    rest((), |rest| rest.not_found)
}

/// What a share link opens: nobody who is on a dashboard waits for it.
pub(crate) fn link(props: LinkPageProps) -> Html {
    aside(props, |parts| parts.link)
}

/// A dashboard in a frame.
pub(crate) fn embedded(props: EmbedPageProps) -> Html {
    aside(props, |parts| parts.embedded)
}

/// The list of dashboards, which has no chart to wait for.
pub(crate) fn dashboards() -> Html {
    let draw = known(&HOME, (), |home| home.dashboards);
    Drawing { draw, ask: |heard| later::ask(&HOME, heard), said: Said::All }.into_html()
}

/// The page on which one signs in.
pub(crate) fn sign_in() -> Html {
    aside((), |parts| parts.sign_in)
}

/// The page of one's account.
pub(crate) fn account() -> Html {
    aside((), |parts| parts.account)
}

/// Does something of the rest: at once where it is here, else as soon as it is.
pub(crate) fn act<A: 'static>(with: A, part: fn(&Rest) -> fn(A)) {
    when_here(Box::new(move |rest| part(rest)(with)));
}

/// Whether the rest is here, for what cannot wait for it.
pub(crate) fn has_rest() -> bool {
    matches!(REST.with(Chunk::known), Known::Here(_))
}

fn when_here(act: Box<dyn FnOnce(&Rest)>) {
    if let Known::Here(rest) = REST.with(Chunk::known) {
        return act(&rest);
    }
    let act = Cell::new(Some(act));
    ask_rest(Callback::from(move |()| {
        if let Known::Here(rest) = REST.with(Chunk::known)
            && let Some(act) = act.take()
        {
            act(&rest);
        }
    }));
}

fn ask_rest(heard: Callback<()>) {
    later::after_first_chart(move || later::ask(&REST, heard));
}

/// The component, as far as its chunk is known when this is called.
fn known<T: Copy, P: Clone + 'static>(
    place: Place<T>,
    props: P,
    part: fn(&T) -> fn(P) -> Html,
) -> Rc<dyn Fn() -> Known<Html>> {
    Rc::new(move || match place.with(Chunk::known) {
        Known::Coming => Known::Coming,
        Known::Failed => Known::Failed,
        Known::Here(parts) => Known::Here(part(&parts)(props.clone())),
    })
}

/// A component that may not be here yet.
#[derive(Clone)]
struct Drawing {
    draw: Rc<dyn Fn() -> Known<Html>>,
    ask: fn(Callback<()>),
    said: Said,
}

/// What stands in the place of a component that is not here.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    /// That it could not be fetched, and a button that fetches it again.
    Failure,
    /// That too, and that it is on its way.
    All,
}

/// Never equal: the component itself compares what it is to show.
impl PartialEq for Drawing {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Drawing {
    fn into_html(self) -> Html {
        html! { <Later drawing={self} /> }
    }
}

#[derive(PartialEq, Properties)]
struct LaterProps {
    drawing: Drawing,
}

/// One component for all of them: each further one would cost as much as a small part.
#[component]
fn Later(props: &LaterProps) -> Html {
    let Drawing { draw, ask, said } = props.drawing.clone();
    let redraw = use_force_update();
    let drawn = draw();
    let is_here = matches!(drawn, Known::Here(_));
    // Another part may stand where this one stood, and be of another chunk.
    use_effect_with((ask as usize, is_here), move |_| {
        if !is_here {
            ask(Callback::from(move |()| redraw.force_update()));
        }
    });
    match drawn {
        Known::Here(part) => part,
        Known::Coming | Known::Failed if said == Said::Nothing => Html::default(),
        Known::Coming if said == Said::Failure => Html::default(),
        Known::Coming => html! { <p class="later" role="status">{ t(Message::Fetching) }</p> },
        Known::Failed => html! {
            <p class="later" role="alert">
                { icon(Glyph::Problem) }{ t(Message::NotFetched) }
                <button type="button" class="button" onclick={move |_: MouseEvent| ask(Callback::noop())}>
                    { t(Message::TryAgain) }
                </button>
            </p>
        },
    }
}
