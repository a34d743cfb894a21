//! Present: what is said where a dashboard is shown to others: in frames, in kiosks and on paper.

use super::words::words;

words! {
/// Something that those parts say.
PresentWords {
    NoSuchPanel: "This panel is not on the dashboard any more.", "Dieses Panel ist nicht mehr auf dem Dashboard.", "Ce panneau n’est plus sur le tableau de bord.", "Este panel ya no está en el tablero.", "لم تعد هذه اللوحة في لوحة المعلومات.", "החלונית הזאת כבר אינה בלוח המחוונים.", "このパネルはダッシュボードにもうありません。";
    EmbedElement: "As an element that fits its height", "Als Element, das seine Höhe anpasst", "Comme élément qui ajuste sa hauteur", "Como elemento que ajusta su altura", "كعنصر يضبط ارتفاعه", "כרכיב שמתאים את גובהו", "高さを合わせる要素として";
}
}
