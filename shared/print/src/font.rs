//! Fonts: Noto Sans for Latin, Greek and Cyrillic, Noto Sans Arabic and Noto Sans Hebrew, under the SIL Open Font
//! License (`fonts/OFL.txt`). Read once; a text in another script is drawn as boxes.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{Options, fontdb::Database};

const FACES: [&[u8]; 6] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Bold.ttf"),
];
const FAMILY: &str = "Noto Sans";

/// How an SVG is read: with these fonts, and nothing from outside of it.
pub(crate) fn options() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fontdb = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        FACES.iter().for_each(|face| fonts.load_font_data(face.to_vec()));
        fonts.set_sans_serif_family(FAMILY);
        fonts.set_serif_family(FAMILY);
        fonts.set_monospace_family(FAMILY);
        Arc::new(fonts)
    });
    Options { fontdb: Arc::clone(fontdb), font_family: FAMILY.to_owned(), ..Options::default() }
}
