//! What is said of filters that are pinned to a dashboard, and of how filters are written.

use super::words::words;

words! {
/// Something that is said of filters.
FilterWords {
    Pin: "Pin for everybody: {filter}", "Für alle anheften: {filter}", "Épingler pour tous : {filter}", "Fijar para todos: {filter}", "ثبّت للجميع: {filter}", "הצמד לכולם: {filter}", "全員向けに固定: {filter}";
    PinAll: "Pin my filters for everybody", "Meine Filter für alle anheften", "Épingler mes filtres pour tous", "Fijar mis filtros para todos", "ثبّت مرشحاتي للجميع", "הצמד את המסננים שלי לכולם", "自分のフィルターを全員向けに固定";
    Unpin: "Unpin, and keep it for myself: {filter}", "Lösen und nur für mich behalten: {filter}", "Détacher et garder pour moi : {filter}", "Soltar y conservar solo para mí: {filter}", "ألغِ التثبيت واحتفظ به لنفسي: {filter}", "בטל הצמדה והשאר רק לי: {filter}", "固定を解除し、自分だけに残す: {filter}";
    RemoveForAll: "Remove for everybody: {filter}", "Für alle entfernen: {filter}", "Retirer pour tous : {filter}", "Quitar para todos: {filter}", "أزل للجميع: {filter}", "הסר לכולם: {filter}", "全員のフィルターを外す: {filter}";
    IsPinned: "Pinned to the dashboard for everybody", "Für alle an das Dashboard geheftet", "Épinglé au tableau de bord pour tous", "Fijado al panel para todos", "مثبّت على اللوحة للجميع", "מוצמד ללוח המחוונים לכולם", "ダッシュボードに全員向けに固定";
    WasPinned: "Everybody sees the dashboard with this filter now.", "Alle sehen das Dashboard jetzt mit diesem Filter.", "Tous voient maintenant le tableau de bord avec ce filtre.", "Ahora todos ven el panel con este filtro.", "يرى الجميع اللوحة الآن بهذا المرشح.", "מעכשיו כולם רואים את לוח המחוונים עם המסנן הזה.", "これで全員がこのフィルターで表示します。";
    WasUnpinned: "This filter is yours alone now.", "Dieser Filter gilt jetzt nur noch für Sie.", "Ce filtre ne vaut plus que pour vous.", "Este filtro ahora es solo suyo.", "صار هذا المرشح لك وحدك.", "המסנן הזה הוא עכשיו רק שלך.", "このフィルターは自分だけのものになりました。";
    TooMuch: "This filter is too long to be pinned: choose fewer values.", "Dieser Filter ist zu lang zum Anheften: Wählen Sie weniger Werte.", "Ce filtre est trop long pour être épinglé : choisissez moins de valeurs.", "Este filtro es demasiado largo para fijarlo: elija menos valores.", "هذا المرشح أطول من أن يُثبّت: اختر قيمًا أقل.", "המסנן הזה ארוך מכדי להצמיד אותו: בחר פחות ערכים.", "このフィルターは長すぎて固定できません。値を減らしてください。";
    ValueHint: "A value, a part of a text, or a bound: >5, <=2026-01-31, 1..9, =3.", "Ein Wert, ein Teil eines Texts oder eine Grenze: >5, <=2026-01-31, 1..9, =3.", "Une valeur, une partie d’un texte ou une borne : >5, <=2026-01-31, 1..9, =3.", "Un valor, parte de un texto o un límite: >5, <=2026-01-31, 1..9, =3.", "قيمة، أو جزء من نص، أو حد: ‎>5، ‎<=2026-01-31، ‎1..9، ‎=3.", "ערך, חלק מטקסט או גבול: ‎>5, ‎<=2026-01-31, ‎1..9, ‎=3.", "値、文字の一部、または範囲: >5、<=2026-01-31、1..9、=3。";
}
}
