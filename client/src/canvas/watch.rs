//! Watch: what the browser sees of the canvases. Their size in device pixels, whether they are on screen, how dense
//! the screen is. One observer of each kind serves the whole page.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{
    Element, HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, ResizeObserver,
    ResizeObserverBoxOptions, ResizeObserverEntry, ResizeObserverOptions, ResizeObserverSize,
};

/// What the browser noticed.
pub(super) enum Noticed {
    /// A canvas has another size, in device pixels.
    Size(Element, (u32, u32)),
    /// A canvas came on screen or left it.
    Visible(Element, bool),
    /// The screen may be denser or less dense: every canvas is to be measured.
    Density,
}

/// Observers that call until they are dropped.
pub(super) struct Watch {
    sizes: Option<ResizeObserver>,
    visibility: Option<IntersectionObserver>,
    is_exact: bool,
    _on_size: Closure<dyn Fn(js_sys::Array)>,
    _on_visible: Closure<dyn Fn(js_sys::Array)>,
    _on_density: EventListener,
}

impl Watch {
    pub(super) fn new(on_notice: impl Fn(Noticed) + Clone + 'static) -> Self {
        let is_exact = knows_device_pixels();
        let notice = on_notice.clone();
        let on_size = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            for entry in entries.iter().filter_map(|entry| entry.dyn_into::<ResizeObserverEntry>().ok()) {
                notice(Noticed::Size(entry.target(), size_of(&entry, is_exact)));
            }
        });
        let notice = on_notice.clone();
        let on_visible = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
                notice(Noticed::Visible(entry.target(), entry.is_intersecting()));
            }
        });
        let on_density = EventListener::new(&gloo::utils::window(), "resize", move |_| on_notice(Noticed::Density));
        Self {
            sizes: ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok(),
            visibility: IntersectionObserver::new(on_visible.as_ref().unchecked_ref()).ok(),
            is_exact,
            _on_size: on_size,
            _on_visible: on_visible,
            _on_density: on_density,
        }
    }

    /// Notices this canvas from now on, first its size.
    pub(super) fn observe(&self, canvas: &Element) {
        if let Some(sizes) = &self.sizes {
            let options = ResizeObserverOptions::new();
            if self.is_exact {
                options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
            }
            sizes.observe_with_options(canvas, &options);
        }
        if let Some(visibility) = &self.visibility {
            visibility.observe(canvas);
        }
    }

    pub(super) fn forget(&self, canvas: &Element) {
        if let Some(sizes) = &self.sizes {
            sizes.unobserve(canvas);
        }
        if let Some(visibility) = &self.visibility {
            visibility.unobserve(canvas);
        }
    }

    /// The size of a canvas, where the browser does not say it in device pixels by itself.
    pub(super) fn measure(&self, canvas: &HtmlCanvasElement) -> Option<(u32, u32)> {
        (!self.is_exact).then(|| in_device_pixels(f64::from(canvas.client_width()), f64::from(canvas.client_height())))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(sizes) = &self.sizes {
            sizes.disconnect();
        }
        if let Some(visibility) = &self.visibility {
            visibility.disconnect();
        }
    }
}

/// Device pixels of one CSS pixel.
pub(super) fn density() -> f64 {
    gloo::utils::window().device_pixel_ratio()
}

/// Whether the browser says sizes in device pixels; one that does not refuses to be asked.
fn knows_device_pixels() -> bool {
    let name = JsValue::from("devicePixelContentBoxSize");
    let prototype = js_sys::Reflect::get(&gloo::utils::window(), &"ResizeObserverEntry".into())
        .and_then(|entry| js_sys::Reflect::get(&entry, &"prototype".into()));
    prototype.and_then(|prototype| js_sys::Reflect::has(&prototype, &name)).unwrap_or(false)
}

/// The size that the browser says, where it can be: a page that is shown at an emulated density is told the
/// device pixels of the real one, and a canvas of those would be drawn too coarse.
fn size_of(entry: &ResizeObserverEntry, is_exact: bool) -> (u32, u32) {
    let computed = in_device_pixels(entry.content_rect().width(), entry.content_rect().height());
    let exact = is_exact.then(|| entry.device_pixel_content_box_size().get(0));
    let Some(size) = exact.and_then(|size| size.dyn_into::<ResizeObserverSize>().ok()) else { return computed };
    let exact = (size.inline_size().round() as u32, size.block_size().round() as u32);
    let is_near = exact.0.abs_diff(computed.0) <= 1 && exact.1.abs_diff(computed.1) <= 1;
    if is_near { exact } else { computed }
}

fn in_device_pixels(width_css_px: f64, height_css_px: f64) -> (u32, u32) {
    let density = density();
    ((width_css_px * density).round() as u32, (height_css_px * density).round() as u32)
}
