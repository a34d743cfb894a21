//! The canvas: the only place that knows the 2D context. `backend` draws what plotters asks for, `painter` decides
//! which canvas is drawn in a frame.

pub mod painter;

pub use painter::{Look, Painter, PlotInfo, Registration};
