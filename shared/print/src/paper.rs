//! Paper: pictures as the pages of one PDF, as vectors, with fonts embedded and text that can be selected.

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::Tree;

use crate::{PrintError, font, svg::Svg};

/// What a print says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The title of the dashboard or panel.
    pub title: String,
    /// When it was printed, in words.
    pub printed_at: String,
}

/// CSS pixels become points: 96 and 72 an inch.
const POINTS_PER_PX: f32 = 0.75;

/// The pictures as a PDF, one a page, each as large as it is.
///
/// # Errors
/// When a picture cannot be read.
pub fn pdf(pages: &[Svg], heading: &Heading) -> Result<Vec<u8>, PrintError> {
    pdf_while(pages, heading, &mut || true)
}

/// The same, for as long as it is wanted, which is asked before every page.
///
/// # Errors
/// When a picture cannot be read, or it is not wanted any more.
pub fn pdf_while(pages: &[Svg], heading: &Heading, is_wanted: &mut dyn FnMut() -> bool) -> Result<Vec<u8>, PrintError> {
    let failed = |error: &dyn std::fmt::Debug| PrintError::Backend(format!("{error:?}"));
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(heading.title.clone()).creator("Ashboard".to_owned()));
    for svg in pages {
        if !is_wanted() {
            return Err(PrintError::CalledOff);
        }
        let tree = Tree::from_str(&svg.text, &font::options()).map_err(|error| failed(&error))?;
        let points = |px: u32| px as f32 * POINTS_PER_PX;
        let size = Size::from_wh(points(svg.width_px), points(svg.height_px))
            .ok_or(PrintError::Size(svg.width_px, svg.height_px))?;
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(|| failed(&"a page was not drawn"))?;
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| failed(&error))
}
