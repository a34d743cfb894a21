//! The canvas: the only place that knows the 2D context. `backend` draws what plotters asks for, `easel` draws anew what
//! changed, `chart` is one canvas and what it shows, `painter` decides which charts are drawn in a frame, `watch` tells it what the browser
//! sees of them.

pub mod backend;
mod chart;
mod easel;
mod follower;
mod narrowed;
mod notes;
mod pace;
pub mod painter;
mod portrait;
mod trace;
mod watch;

pub use backend::Backend;
pub use chart::PlotInfo;
pub use easel::Easel;
pub use painter::{Look, Painter, Registration};
