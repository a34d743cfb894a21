//! Raster: a picture as PNG.

use resvg::{
    render,
    tiny_skia::{Pixmap, Transform},
    usvg::Tree,
};

use crate::{PrintError, font, svg::Svg};

/// The picture as PNG, `scale` device pixels for each of its own.
///
/// # Errors
/// When that would be larger than [`MAX_SIDE_PX`](crate::MAX_SIDE_PX), or the picture cannot be read.
pub fn png(svg: &Svg, scale: f32) -> Result<Vec<u8>, PrintError> {
    let size = |px: u32| (px as f32 * scale).round() as u32;
    let (width_px, height_px) = (size(svg.width_px), size(svg.height_px));
    let too_large = PrintError::Size(width_px, height_px);
    if width_px > crate::MAX_SIDE_PX || height_px > crate::MAX_SIDE_PX {
        return Err(too_large);
    }
    let tree = Tree::from_str(&svg.text, &font::options()).map_err(|error| PrintError::Backend(error.to_string()))?;
    let mut pixels = Pixmap::new(width_px, height_px).ok_or(too_large)?;
    render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PrintError::Backend(error.to_string()))
}
