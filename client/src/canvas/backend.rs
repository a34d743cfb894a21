//! The backend: plotters' drawing on an HTML canvas in device pixels. It wraps the one of plotters-canvas, which
//! measures text by inserting DOM nodes, blurs lines and paints bitmaps by the pixel; what is wrapped stays crisp and
//! leaves the DOM alone.

use std::{cell::RefCell, collections::BTreeMap, f64::consts::TAU, fmt::Write};

use chart::Area;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
    text_anchor::{HPos, VPos},
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::trace;

/// Most widths of texts that are remembered; then all are forgotten and measured anew. A chart has some thirty labels.
const MAX_MEASURED: usize = 2_048;

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// A canvas to draw on, as large as its own pixels.
pub struct Backend {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    inner: CanvasBackend,
    fill: Option<Ink>,
    stroke: Option<(Ink, u32)>,
    /// What the text before was written with.
    text: Option<Hand>,
}

/// Font, alignment and baseline of a text.
struct Hand {
    family: String,
    size: f64,
    weight: FontStyle,
    align: &'static str,
    baseline: &'static str,
}

/// A colour as it can be compared.
type Ink = ((u8, u8, u8), u64);

thread_local! {
    static WIDTHS_PX: RefCell<BTreeMap<String, u32>> = const { RefCell::new(BTreeMap::new()) };
}

impl Backend {
    /// A backend for a canvas; `None` where the browser gives no 2D context.
    #[must_use]
    pub fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let inner = CanvasBackend::with_canvas_object(canvas.clone())?;
        context.set_line_join("bevel");
        Some(Self { canvas: canvas.clone(), context, inner, fill: None, stroke: None, text: None })
    }

    /// Wipes the canvas, which has this many pixels from now on.
    pub fn clear(&mut self, (width_px, height_px): (u32, u32)) {
        if (self.canvas.width(), self.canvas.height()) == (width_px, height_px) {
            self.context.clear_rect(0.0, 0.0, f64::from(width_px), f64::from(height_px));
        } else {
            self.canvas.set_width(width_px);
            self.canvas.set_height(height_px);
            self.context.set_line_join("bevel");
            self.forget_ink();
        }
    }

    /// Wipes a part of the canvas.
    pub fn wipe(&mut self, Area { left, top, right, bottom }: Area) {
        let [x, y, width, height] = [left, top, right - left + 1, bottom - top + 1].map(f64::from);
        self.context.clear_rect(x, y, width, height);
    }

    /// A context whose colours somebody else has set, or that began anew.
    fn forget_ink(&mut self) {
        (self.fill, self.stroke, self.text) = (None, None, None);
    }

    /// Telling a browser a colour is dearer than drawing a point: it is said only where it differs.
    fn fill_with(&mut self, color: BackendColor) {
        if self.fill != Some(ink(color)) {
            self.fill = Some(ink(color));
            self.context.set_fill_style_str(&css(color));
        }
    }

    fn stroke_with(&mut self, color: BackendColor, width_px: u32) {
        if self.stroke != Some((ink(color), width_px)) {
            self.stroke = Some((ink(color), width_px));
            self.context.set_stroke_style_str(&css(color));
            self.context.set_line_width(f64::from(width_px));
        }
    }

    /// The labels of an axis are alike: what they are written with is said once.
    fn write_with<S: BackendTextStyle>(&mut self, style: &S) {
        let (family, weight, size) = (style.family(), style.style(), style.size());
        let (align, baseline) = (align(style.anchor().h_pos), baseline(style.anchor().v_pos));
        let before = self.text.as_ref().filter(|hand| {
            hand.family == family.as_str() && hand.size == size && hand.weight.as_str() == weight.as_str()
        });
        match before {
            Some(hand) if (hand.align, hand.baseline) == (align, baseline) => return,
            Some(_) => {}
            None => self.context.set_font(&font(style)),
        }
        self.context.set_text_align(align);
        self.context.set_text_baseline(baseline);
        self.text = Some(Hand { family: family.as_str().to_owned(), size, weight, align, baseline });
    }
}

impl DrawingBackend for &mut Backend {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.forget_ink();
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        if is_visible(style) {
            self.stroke_with(style.color(), style.stroke_width());
            self.context.begin_path();
            trace::line(&mut &self.context, path.into_iter(), style.stroke_width(), half_pixel(style.stroke_width()));
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let [x, y] = [upper_left.0, upper_left.1].map(f64::from);
        let [width, height] = [bottom_right.0 - upper_left.0, bottom_right.1 - upper_left.1].map(f64::from);
        if is_visible(style) && fill {
            self.fill_with(style.color());
            self.context.fill_rect(x, y, width, height);
        } else if is_visible(style) {
            let offset_px = half_pixel(style.stroke_width());
            self.stroke_with(style.color(), style.stroke_width());
            self.context.stroke_rect(x + offset_px, y + offset_px, width, height);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        if is_visible(style) {
            self.fill_with(style.color());
            self.context.begin_path();
            trace::plain(&mut &self.context, path.into_iter(), 0.0);
            self.context.fill();
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        if !is_visible(style) {
            return Ok(());
        }
        self.context.begin_path();
        let _radius_is_positive =
            self.context.arc(f64::from(center.0), f64::from(center.1), f64::from(radius), 0.0, TAU);
        if fill {
            self.fill_with(style.color());
            self.context.fill();
        } else {
            self.stroke_with(style.color(), style.stroke_width());
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Outcome {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.fill_with(style.color());
        self.write_with(style);
        let (x, y) = (f64::from(x), f64::from(y));
        let turn = turn(&style.transform());
        let _numbers_are_finite = if turn == 0.0 {
            self.context.fill_text(text, x, y)
        } else {
            let _turned = self.context.translate(x, y).and_then(|()| self.context.rotate(turn));
            let drawn = self.context.fill_text(text, 0.0, 0.0);
            let _upright = self.context.reset_transform();
            drawn
        };
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let font = font(style);
        let width_px = WIDTHS_PX.with_borrow_mut(|widths_px| {
            let key = [&font, "\n", text].concat();
            if let Some(width_px) = widths_px.get(&key) {
                return *width_px;
            }
            if widths_px.len() >= MAX_MEASURED {
                widths_px.clear();
            }
            self.context.save();
            self.context.set_font(&font);
            let width_px = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width()).ceil() as u32;
            self.context.restore();
            widths_px.insert(key, width_px);
            width_px
        });
        Ok((width_px, style.size().ceil() as u32))
    }

    fn blit_bitmap(&mut self, (x, y): BackendCoord, (width_px, _): (u32, u32), rgb: &[u8]) -> Outcome {
        let mut rgba: Vec<u8> = rgb.chunks_exact(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], u8::MAX]).collect();
        let image = ImageData::new_with_u8_clamped_array(Clamped(rgba.as_mut_slice()), width_px);
        let _rows_are_whole = image.and_then(|image| self.context.put_image_data(&image, f64::from(x), f64::from(y)));
        Ok(())
    }
}

/// Lines of an odd width lie on the middle of a pixel, those of an even width between two: both are crisp.
fn half_pixel(width_px: u32) -> f64 {
    f64::from(width_px % 2) / 2.0
}

fn is_visible(style: &impl BackendStyle) -> bool {
    style.color().alpha > 0.0
}

fn ink(color: BackendColor) -> Ink {
    (color.rgb, color.alpha.to_bits())
}

fn css(color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    let alpha = (color.alpha * 255.0).round() as u8;
    let mut css = String::with_capacity(9);
    let _memory = write!(css, "#{red:02x}{green:02x}{blue:02x}{alpha:02x}");
    css
}

fn font<S: BackendTextStyle>(style: &S) -> String {
    let mut font = String::with_capacity(48);
    let _memory = write!(font, "{} {}px {}", style.style().as_str(), style.size(), style.family().as_str());
    font
}

/// Left and right, not start and end: the direction of the page does not move a label.
fn align(position: HPos) -> &'static str {
    match position {
        HPos::Left => "left",
        HPos::Right => "right",
        HPos::Center => "center",
    }
}

fn baseline(position: VPos) -> &'static str {
    match position {
        VPos::Top => "top",
        VPos::Center => "middle",
        VPos::Bottom => "bottom",
    }
}

fn turn(transform: &FontTransform) -> f64 {
    match transform {
        FontTransform::None => 0.0,
        FontTransform::Rotate90 => TAU / 4.0,
        FontTransform::Rotate180 => TAU / 2.0,
        FontTransform::Rotate270 => TAU * 0.75,
    }
}
