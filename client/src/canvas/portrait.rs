//! The portrait: a picture of a chart that stands by itself, with its title and a ground.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The height of the title, in CSS pixels, and the size of its letters.
const TITLE_CSS_PX: (f64, f64) = (34.0, 16.0);
/// The ground and the letters, by whether they are dark.
const COLORS: [[&str; 2]; 2] = [["#ffffff", "#1b1f24"], ["#16191d", "#e8eaed"]];

/// What was drawn on a canvas below a title.
pub(super) fn portrait(
    drawn: &HtmlCanvasElement,
    title: &str,
    is_dark: bool,
    density: f64,
) -> Option<HtmlCanvasElement> {
    let canvas = gloo::utils::document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let (height, size) = (TITLE_CSS_PX.0 * density, TITLE_CSS_PX.1 * density);
    canvas.set_width(drawn.width());
    canvas.set_height(drawn.height() + height as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let [ground, letters] = COLORS[usize::from(is_dark)];
    context.set_fill_style_str(ground);
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_fill_style_str(letters);
    context.set_font(&format!("600 {size}px system-ui, sans-serif"));
    context.set_text_baseline("middle");
    let room = f64::from(canvas.width()) - size;
    context.fill_text_with_max_width(title, size / 2.0, height / 2.0, room).ok()?;
    context.draw_image_with_html_canvas_element(drawn, 0.0, height.floor()).ok()?;
    Some(canvas)
}
