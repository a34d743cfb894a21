//! Charts: a spec and a table become scales, axes, marks and a legend, drawn on any plotters backend.
//! Pure: the same rows in the same frame give the same shapes. It knows neither browser nor relay; it names fields
//! of a table and holds no rows beyond one plot.

mod axes;
mod bars;
mod bound;
mod calendar;
mod categories;
mod clip;
mod composed;
mod course;
mod decimal;
mod decimate;
mod encode;
mod frame;
mod hit;
mod live;
mod mapping;
mod marks;
mod measure;
mod note;
mod number;
pub mod palette;
pub mod panel;
mod pattern;
mod plot;
mod problem;
mod remark;
mod replay;
mod scale;
pub mod scene;
mod series;
mod shape;
mod spec;
mod stat;
mod svg;
mod text;
mod threshold;
mod view_state;

pub use composed::{TablesOnly, composed, draw_spec};
pub use course::Course;
pub use decimal::decimal;
pub use encode::{MAX_CATEGORIES, MAX_GROUPS, MAX_SERIES, calendar_unit};
pub use frame::{Area, Frame, MAX_SIDE_PX, Theme};
pub use hit::{Hit, PointId, Step};
pub use live::Live;
pub use mapping::{Mapping, mapped};
pub use measure::{truncate, width_px};
pub use note::{MAX_NOTES, Note};
pub use palette::Palette;
pub use pattern::Sign;
pub use plot::{LegendEntry, Plot, plot};
pub use problem::{Channel, Problem};
pub use spec::{Form, Spec};
pub use svg::svg;
pub use threshold::{MAX_THRESHOLDS, Threshold, reached};
pub use view_state::ViewState;
