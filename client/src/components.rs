//! Components: values in, `Edit` out. None of them owns what it shows, none of them renders for a row.

mod banner;
mod dashboard_bar;
mod dialog;
mod draft;
mod form;
mod grid;
mod help;
mod icon;
mod menu;
mod panel;
mod people;
mod plot;
mod save_state;
mod theme_switch;
mod title;
mod toast;
mod tooltip;
mod turns;

pub(crate) use banner::Banner;
pub(crate) use dashboard_bar::{DashboardBar, face};
pub(crate) use dialog::Dialog;
pub(crate) use form::PanelForm;
pub(crate) use grid::Grid;
pub(crate) use help::Help;
pub(crate) use icon::{Glyph, Icon};
pub(crate) use menu::{Menu, MenuItem};
pub(crate) use panel::{dom_id, heading_of};
pub(crate) use people::{People, editors_said};
pub(crate) use plot::Plot;
pub(crate) use save_state::SaveStateLine;
pub(crate) use theme_switch::ThemeSwitch;
pub(crate) use title::Title;
pub(crate) use toast::Toast;
pub(crate) use tooltip::Tooltip;
pub(crate) use turns::{Turns, use_turn_keys};
