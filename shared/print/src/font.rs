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

#[cfg(test)]
mod tests {
    use ttf_parser::Face;

    use super::*;

    #[test]
    fn every_script_that_is_promised_has_its_letters() {
        let options = options();
        let faces: Vec<_> = options.fontdb.faces().map(|face| face.id).collect();
        assert_eq!(faces.len(), FACES.len());
        for char in "Aé ΑΩ ЖЯ اعينة אבת 0 − – … • ° € %".chars().filter(|char| *char != ' ') {
            let has = |id| {
                options.fontdb.with_face_data(id, |data, index| {
                    Face::parse(data, index).is_ok_and(|face| face.glyph_index(char).is_some())
                })
            };
            assert!(faces.iter().any(|id| has(*id) == Some(true)), "{char:?}");
        }
    }
}
