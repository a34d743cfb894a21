//! What the form of a chart says: its places for fields, its steps, its look, and its spec as a text.

use super::words::words;

words! {
/// Something that the form of a panel says.
FormWord {
    Thresholds: "Thresholds", "Schwellen", "Seuils", "Umbrales", "العتبات", "ספים", "しきい値";
    Mappings: "Words for values", "Wörter für Werte", "Mots pour les valeurs", "Palabras para los valores", "كلمات للقيم", "מילים לערכים", "値の言い換え";
}
}
