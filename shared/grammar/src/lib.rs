//! The grammar of graphics: a spec (`spec`), read from Vega-Lite's JSON and written as it (`vega_lite`), put into its
//! plainest form (`normal`), and the views that it shows of its data (`view`, made by `flow`): every transform carried
//! out, every mark with its rows, every channel with its field. Pure: it draws nothing and knows neither pixels nor
//! documents. What the marks say in words stands in `label`; charts known by a name of their own in `template`.

pub mod conformance;
pub mod flow;
pub mod label;
pub mod normal;
pub mod source;
pub mod spec;
pub mod template;
pub mod vega_lite;
pub mod view;
pub mod zone;

pub use spec::Spec;
pub use view::{UnitView, View};
